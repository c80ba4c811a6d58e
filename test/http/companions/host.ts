/** Applications in a process of their own: Jest cannot load a library of CommonJS that requires Nest 12, and Node can. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Adapter } from '../../support/adapters.js';
import type { CompanionName } from './companions.js';

const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url));
const TYPESCRIPT = new URL('../../support/typescript.mjs', import.meta.url).href;

export type Question =
  | {
      readonly ask: 'start';
      readonly companions: readonly CompanionName[];
      readonly adapter: Adapter['name'];
      /** Whether the application has this package, or nothing in its place. */
      readonly ours: boolean;
    }
  | { readonly ask: 'state' | 'close'; readonly port: number };

export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export interface State {
  /** How often a handler of notes ran. */
  readonly ran: number;
  /** Of the note that there is at the start. */
  readonly version: number;
  /** What Nest logged, of all applications of the process. */
  readonly errors: readonly string[];
  /** What nestjs-pino logged of requests. */
  readonly logged: readonly {
    readonly req: { readonly url: string };
    readonly res: { readonly statusCode: number };
  }[];
}

export class Host {
  private readonly waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.on('message', ({ id, value, error }: Answer) => {
      if (error === undefined) this.waiting[id]!.resolve(value);
      else this.waiting[id]!.reject(new Error(error));
    });
    child.on('exit', () => {
      for (const { reject } of this.waiting) reject(new Error('the process of the applications ended'));
    });
  }

  static start(): Host {
    const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
    return new Host(fork(PROGRAM, { execArgv: ['--import', TYPESCRIPT], env }));
  }

  /** @returns the port it listens on */
  startApp(app: Omit<Question & { ask: 'start' }, 'ask'>): Promise<number> {
    return this.answerTo({ ask: 'start', ...app }) as Promise<number>;
  }

  stateOf(port: number): Promise<State> {
    return this.answerTo({ ask: 'state', port }) as Promise<State>;
  }

  async close(port: number): Promise<void> {
    await this.answerTo({ ask: 'close', port });
  }

  /** @throws what went wrong in the process */
  private answerTo(question: Question): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.waiting.push({ resolve, reject }) - 1;
      this.child.send({ id, question }, (error) => error && reject(error));
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
