import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { SERVER } from '../root.js';
import type { Answer, Question, Usage } from '../servers/control.js';
import { titleOf, type Launch } from '../servers/launch.js';
import { nextMessage, start } from './child.js';

const STOPS_WITHIN = 5_000;

/** Where servers run. */
export interface Host {
  /** Undefined where nothing is pinned. */
  readonly core: number | undefined;
  /** Of Node. */
  readonly flags: readonly string[];
}

/** One variant in a process of its own. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly launch: Launch,
    readonly port: number,
  ) {}

  /** @throws Error with the reason, where it does not listen */
  static async start(launch: Launch, { core, flags }: Host): Promise<Server> {
    const child = start({ path: SERVER, args: [JSON.stringify(launch)], core, flags });
    const answer = await nextMessage<Answer>(child);
    if ('port' in answer) return new Server(child, launch, answer.port);
    child.kill('SIGKILL');
    throw new Error(`${titleOf(launch)} does not start: ${'failed' in answer ? answer.failed : ''}`);
  }

  async usage(): Promise<Usage> {
    return ((await this.ask('usage')) as { usage: Usage }).usage;
  }

  /** Bytes, after a garbage collection. */
  async heap(): Promise<number> {
    return ((await this.ask('heap')) as { heap: number }).heap;
  }

  /** Bytes, as they are. */
  async memory(): Promise<number> {
    return ((await this.ask('memory')) as { memory: number }).memory;
  }

  /** Functions called since the last time; counting begins with the first. */
  async calls(): Promise<number> {
    return ((await this.ask('calls')) as { calls: number }).calls;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOPS_WITHIN);
    const ended = once(this.child, 'exit');
    this.child.send('stop' satisfies Question);
    await ended;
    clearTimeout(late);
  }

  private ask(question: Question): Promise<Answer> {
    const answer = nextMessage<Answer>(this.child);
    this.child.send(question);
    return answer;
  }
}
