import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../race/free-port.js';

export interface ProxySetUp {
  /** `nginx that caches`. */
  readonly name: string;
  /** The name of its program, and of Debian's package. */
  readonly program: string;
  readonly debian: string;
  /** Everything it writes is in the folder, and its configuration is there in a file `conf`. */
  readonly configuration: (ports: { port: number; upstream: number }, folder: string) => string;
  /** So that it stays in the foreground, and writes its process id to a file `pid` of its folder. */
  readonly args: (port: number, folder: string) => readonly string[];
}

const MOST_STARTS = 5;
/** Of what it wrote last, where the reason for its end is. */
const LAST_WORDS = 2_000;

/** Root's PATH has them, and that of others on Debian has not. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
const pathOf = (program: string) =>
  FOLDERS.map((folder) => join(folder, program)).find((path) => existsSync(path));

/** A proxy in front of a server, as a child of this process. */
export class Proxy {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** Why there is none; undefined where there is one. */
  static missing({ program, debian }: ProxySetUp): string | undefined {
    return pathOf(program) ? undefined : `there is no ${program}. On Debian: apt-get install ${debian}`;
  }

  /** Another process may take the port that was free a moment ago: the proxy ends then, and another one tries. */
  static async inFrontOf(upstream: number, setUp: ProxySetUp): Promise<Proxy> {
    let words = '';
    for (let start = 1; start <= MOST_STARTS; start += 1) {
      const proxy = Proxy.on(await freePort(), upstream, setUp);
      if (await proxy.listens()) return proxy;
      words = readFileSync(join(proxy.folder, 'words'), 'utf8');
      await proxy.stop();
    }
    throw new Error(`${setUp.name} did not listen, ${MOST_STARTS} times: ${words.slice(-LAST_WORDS)}`);
  }

  private static on(port: number, upstream: number, { program, configuration, args }: ProxySetUp): Proxy {
    const folder = mkdtempSync(join(tmpdir(), `etag-${program}-`));
    // Started by root, some of them go on as a user of their own.
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, 'conf'), configuration({ port, upstream }, folder));
    const words = openSync(join(folder, 'words'), 'w');
    const child = spawn(pathOf(program)!, args(port, folder), { stdio: ['ignore', 'ignore', words] });
    closeSync(words);
    return new Proxy(port, folder, child);
  }

  /** Once it has its port, and not somebody else, it writes the file with its process id. */
  private async listens(): Promise<boolean> {
    while (this.child.exitCode === null && this.child.signalCode === null) {
      if (existsSync(join(this.folder, 'pid')) && (await this.accepts())) return true;
      await sleep(20);
    }
    return false;
  }

  private async accepts(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
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
