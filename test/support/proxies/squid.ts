import type { ProxySetUp } from './proxy.js';

/** In front of one server, with a cache in memory alone. */
export const SQUID: ProxySetUp = {
  name: 'Squid',
  program: 'squid',
  debian: 'squid',
  args: (_, folder) => ['-N', '-f', `${folder}/conf`],
  configuration: ({ port, upstream }, folder) => `
http_port 127.0.0.1:${port} accel defaultsite=127.0.0.1 no-vhost
cache_peer 127.0.0.1 parent ${upstream} 0 no-query originserver no-digest
http_access allow all
cache_mem 8 MB
access_log none
cache_log ${folder}/log
pid_filename ${folder}/pid
coredump_dir ${folder}
pinger_enable off
visible_hostname localhost
`,
};
