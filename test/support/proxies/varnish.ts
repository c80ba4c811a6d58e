import type { ProxySetUp } from './proxy.js';

/** It keeps what is stale to revalidate it, and sends nothing stale, so that a test sees each step. */
const varnish = (name: string, fetched: string, parameters = ''): ProxySetUp => ({
  name,
  program: 'varnishd',
  debian: 'varnish',
  args: (port, folder) =>
    [
      `-F -j none -n ${folder}/work -P ${folder}/pid -T none -a 127.0.0.1:${port} -f ${folder}/conf`,
      `-s malloc,8m -p default_grace=0 -p default_keep=3600${parameters}`,
    ].flatMap((words) => words.split(' ')),
  configuration: ({ upstream }) => `
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${upstream}"; }
sub vcl_backend_response { ${fetched} }
`,
});

export const VARNISH = varnish('Varnish', '');

/** It keeps each coding as it is, and the tag as well. */
export const VARNISH_WITHOUT_GZIP = varnish(
  'Varnish with http_gzip_support=off',
  '',
  ' -p http_gzip_support=off',
);

export const VARNISH_GZIP = varnish(
  'Varnish with do_gzip',
  'set beresp.do_gzip = true; set beresp.uncacheable = true;',
);
