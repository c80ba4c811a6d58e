import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** TypeORM tries for half a minute to reach a database that is not there yet. */
const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 5_000;
/** Characters of what a server said, for a message about its end. */
const REMEMBERED = 6_000;
const LINES_SHOWN = 3;
/** In what a server says when it listens. */
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+(?=\/api\/products)/;

type Child = ChildProcessByStdio<null, Readable, Readable>;

export interface Launch {
  readonly program: string;
  /** All of its environment: nothing of ours gets through. */
  readonly env: Readonly<Record<string, string>>;
}

/** No child outlives this process, however it ends. */
const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One process that serves on a free port, and says on its standard output which. */
export class Server {
  url = '';
  private said = '';
  private ours = false;

  private constructor(
    private readonly child: Child,
    private readonly onDeath: (what: string) => void,
  ) {
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        this.said = (this.said + text).slice(-REMEMBERED);
      });
    }
    child.on('exit', () => running.delete(child));
    child.on('close', (code, signal) => {
      // One that never listened is told of by the error of its start.
      if (!this.ours && this.url)
        this.onDeath(`a server ended by itself (${signal ?? code}): ${this.lastWords}`);
    });
  }

  /** @throws Error with what it said, where it does not listen */
  static async start({ program, env }: Launch, onDeath: (what: string) => void): Promise<Server> {
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new Server(child, onDeath);
    try {
      server.url = await server.listening();
      return server;
    } catch (error) {
      await server.end('SIGKILL');
      throw error;
    }
  }

  get alive(): boolean {
    return running.has(this.child);
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOPS_WITHIN);
    await this.end('SIGTERM');
    clearTimeout(late);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.ours = true;
    if (!this.alive) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  /** The error it ended with: where Node says that nobody caught it, and otherwise the first there is. */
  private get lastWords(): string {
    const lines = this.said.split('\n').filter((line) => /\w/.test(line));
    const thrown = lines.findLastIndex((line) => /^\s+throw /.test(line));
    const start = thrown === -1 ? lines.findIndex((line) => /error\b/i.test(line)) : thrown;
    return lines.slice(Math.max(start, 0)).slice(0, LINES_SHOWN).join('\n');
  }

  /** The end of the process ends the wait, too: its own, or ours when it takes too long. */
  private async listening(): Promise<string> {
    const late = setTimeout(() => this.child.kill('SIGKILL'), STARTS_WITHIN);
    try {
      return await new Promise((resolve, reject) => {
        this.child.stdout.on('data', () => {
          const url = ADDRESS.exec(this.said)?.[0];
          if (url) resolve(url);
        });
        this.child.once('close', (code, signal) =>
          reject(new Error(`a server ended (${signal ?? code}) before it listened: ${this.lastWords}`)),
        );
      });
    } finally {
      clearTimeout(late);
    }
  }
}
