import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Adapter } from './options.js';

const PROGRAM = fileURLToPath(new URL('../sample-app/dist/main.js', import.meta.url));
const PROBE = new URL('probe.mjs', import.meta.url).href;
/** Above the 64 KiB that clients send. */
export const MOST_HEADER_BYTES = 128 * 1024;
const LAST_WORDS = 4_000;
const ENDS_WITHIN = 60_000;

/** What the process says of itself. */
export interface State {
  /** Bytes in use after the garbage was collected. */
  readonly heap: number;
  /** Of clients. */
  readonly connections: number;
  /** All there are: of clients, and of the database. */
  readonly sockets: number;
  readonly listeners: number;
  readonly unhandled: readonly string[];
  readonly warnings: readonly string[];
}

/** The sample in a process of its own. */
export class Server {
  private words = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (text) => (this.words = (this.words + String(text)).slice(-LAST_WORDS)));
  }

  static async start(adapter: Adapter, databaseUrl: string | undefined): Promise<Server> {
    const flags = ['--expose-gc', `--max-http-header-size=${MOST_HEADER_BYTES}`, '--import', PROBE];
    const child = spawn(process.execPath, [...flags, PROGRAM], {
      env: {
        PATH: process.env['PATH'],
        NO_COLOR: '1',
        PORT: '0',
        ADAPTER: adapter,
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    child.stderr!.on('data', (text) => (output += String(text)));
    for await (const text of child.stdout!.iterator({ destroyOnReturn: false })) {
      output += String(text);
      const [, port] = /Products on http:\/\/[^:]+:(\d+)/.exec(output) ?? [];
      if (port !== undefined) return new Server(child, Number(port));
    }
    throw new Error(`the sample has not started:\n${output}`);
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get lastWords(): string {
    return this.words;
  }

  /** @throws Error where the process is gone */
  async state(): Promise<State> {
    if (this.ended) throw new Error(`the sample has ended:\n${this.words}`);
    const answer = once(this.child, 'message');
    this.child.send('state');
    const [state] = (await Promise.race([answer, once(this.child, 'exit').then(() => [])])) as [State?];
    if (!state) throw new Error(`the sample has ended:\n${this.words}`);
    return state;
  }

  /** Until a condition holds of it, or for a minute: the caller looks at what there is then. */
  async stateWhen(holds: (state: State) => boolean): Promise<State> {
    for (let tries = 0; ; tries += 1) {
      const state = await this.state();
      if (holds(state) || tries === 600) return state;
      await sleep(100);
    }
  }

  terminate(): void {
    this.child.kill('SIGTERM');
  }

  /** Until nobody listens any more. */
  async refusesConnections(): Promise<void> {
    while (await this.accepts()) await sleep(10);
  }

  /** @returns whether it has ended by itself in time, and in good order */
  async endsWell(): Promise<string | undefined> {
    const exit = this.ended ? undefined : once(this.child, 'exit');
    const inTime = await Promise.race([exit, sleep(ENDS_WITHIN, false, { ref: false })]);
    if (inTime === false) return `the process has not ended within ${ENDS_WITHIN / 1_000} s of SIGTERM`;
    const { exitCode, signalCode } = this.child;
    if (exitCode === 0 || signalCode === 'SIGTERM') return undefined;
    return `the process ended with ${exitCode ?? signalCode}:\n${this.words}`;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private accepts(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  }
}
