import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../race/free-port.js';

const MOST_STARTS = 5;
const PID = 'nginx.pid';

/** Root's PATH has it, and that of others on Debian has not. */
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
const program = folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path));

/** What it is there for: to compress, or to cache and revalidate. */
const MODES = {
  gzip: 'gzip on; gzip_types application/json;',
  cache: `
  proxy_cache_path cache keys_zone=pages:1m;
  proxy_cache pages;
  proxy_cache_revalidate on;`,
} as const;
type Mode = keyof typeof MODES;

/** One process, with everything it writes in a folder of its own. */
const configuration = (port: number, upstream: number, mode: Mode): string => `
daemon off;
master_process off;
pid ${PID};
error_log stderr error;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${MODES[mode]}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`;

/** An nginx in front of a server, as a child of this process. */
export class Nginx {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** Why there is none; undefined where there is one. */
  static missing(): string | undefined {
    return program ? undefined : 'there is no nginx. On Debian: apt-get install nginx-light';
  }

  /** Another process may take the port that was free a moment ago: nginx ends then, and another one tries. */
  static async inFrontOf(upstream: number, mode: Mode): Promise<Nginx> {
    for (let start = 1; start <= MOST_STARTS; start += 1) {
      const nginx = Nginx.on(await freePort(), upstream, mode);
      if (await nginx.listens()) return nginx;
      await nginx.stop();
    }
    throw new Error(`nginx did not listen, ${MOST_STARTS} times.`);
  }

  private static on(port: number, upstream: number, mode: Mode): Nginx {
    const folder = mkdtempSync(join(tmpdir(), 'etag-nginx-'));
    writeFileSync(join(folder, 'nginx.conf'), configuration(port, upstream, mode));
    const child = spawn(program!, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new Nginx(port, folder, child);
  }

  /** Once it has its port, and not somebody else, nginx writes the file with its process id. */
  private async listens(): Promise<boolean> {
    while (this.child.exitCode === null) {
      if (existsSync(join(this.folder, PID))) return true;
      await sleep(20);
    }
    return false;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
