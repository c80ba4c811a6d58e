import type { ProxySetUp } from './proxy.js';

/** One process, with everything it writes in a folder of its own. */
const nginx = (name: string, mode: string): ProxySetUp => ({
  name,
  program: 'nginx',
  debian: 'nginx-light',
  args: (_, folder) => ['-p', folder, '-c', 'conf', '-e', 'stderr'],
  configuration: ({ port, upstream }) => `
daemon off;
master_process off;
pid pid;
error_log stderr error;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${mode}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`,
});

export const NGINX_GZIP = nginx('nginx with gzip', 'gzip on; gzip_types application/json;');

export const NGINX_CACHE = nginx(
  'nginx with proxy_cache',
  'proxy_cache_path cache keys_zone=pages:1m; proxy_cache pages; proxy_cache_revalidate on;',
);
