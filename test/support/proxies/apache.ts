import type { ProxySetUp } from './proxy.js';

/** As few modules as it starts with, and a single process. */
const apache = (name: string, modules: readonly string[], mode: (folder: string) => string): ProxySetUp => ({
  name,
  program: 'apache2',
  debian: 'apache2',
  args: (_, folder) => ['-X', '-d', '/usr/lib/apache2', '-f', `${folder}/conf`],
  configuration: ({ port, upstream }, folder) => `
ServerName localhost
PidFile ${folder}/pid
DefaultRuntimeDir ${folder}
ErrorLog /dev/stderr
LogLevel error
User www-data
Group www-data
${['mpm_event', 'authz_core', 'proxy', 'proxy_http', ...modules]
  .map((module) => `LoadModule ${module}_module modules/mod_${module}.so`)
  .join('\n')}
${mode(folder)}
Listen 127.0.0.1:${port}
ProxyPass / http://127.0.0.1:${upstream}/
`,
});

export const APACHE_DEFLATE = apache(
  'Apache with mod_deflate',
  ['filter', 'deflate'],
  () => 'SetOutputFilter DEFLATE',
);

/** What ends the suffix, from Apache 2.4 on. */
export const APACHE_DEFLATE_NO_CHANGE = apache(
  'Apache with mod_deflate and DeflateAlterETag NoChange',
  ['filter', 'deflate'],
  () => 'SetOutputFilter DEFLATE\nDeflateAlterETag NoChange',
);

export const APACHE_BROTLI = apache(
  'Apache with mod_brotli',
  ['filter', 'brotli'],
  () => 'SetOutputFilter BROTLI_COMPRESS',
);

export const APACHE_CACHE = apache(
  'Apache with mod_cache',
  ['cache', 'cache_disk'],
  (folder) => `CacheRoot ${folder}\nCacheEnable disk "/"`,
);
