import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError, type Answer, type Connections, type Message } from './connections.js';
import type { Ledger } from './ledger.js';
import { changes, PATH, representation, stateOf, type State } from './product.js';
import { raised } from './tally.js';

/** Reads and writes one decrement may take: far more than any needs. */
const MOST_ATTEMPTS = 20_000;
/** The longest a client waits, in milliseconds, before it tries again. */
const PAUSE = { refused: 100, unanswered: 50 };

/** Where a client finds a server: behind a load balancer, each request may meet another. */
export type Endpoint = () => string;

/** Takes one off the stock again and again, as a careful client does: it reads, and writes what it read less one. */
export class Client {
  /** How often it has been told, or has found, that it wrote. */
  private sequence = 0;

  constructor(
    private readonly number: number,
    private readonly endpoint: Endpoint,
    private readonly connections: Connections,
    private readonly ledger: Ledger,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (this.ledger.begin()) await this.decrement(signal);
  }

  /**
   * Retries on 412, and where it cannot know what became of its write. Then it reads first: if its own count has
   * risen, the write happened. If it has not, the write may still be on its way, but to the version it was made for
   * alone: it either finds that version still there, and so does the retry, of which one only can succeed; or it is
   * too late for ever.
   */
  private async decrement(signal: AbortSignal): Promise<void> {
    /** What the count of this client was when it sent a write that was never answered. */
    let before: number | undefined;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      signal.throwIfAborted();
      const state = await this.read();
      if (!state) continue;
      const count = state.tally[this.number] ?? 0;
      if (before !== undefined && count > before) return this.acknowledge();
      const answer = await this.write(state);
      if (answer?.status === 200) return this.acknowledge(stateOf(answer.etag, answer.body));
      if (!answer) before = count;
    }
    throw new Error(`Client ${this.number} gave up after ${MOST_ATTEMPTS} attempts.`);
  }

  private async read(): Promise<State | undefined> {
    const answer = await this.ask();
    if (answer?.status === 200) return stateOf(answer.etag, answer.body);
    if (answer) this.ledger.surprise(`GET was answered ${answer.status}`);
    return undefined;
  }

  /** The client's answer to what it read: half of the clients replace the product, half change it. */
  private async write({ etag, stock, tally }: State): Promise<Answer | undefined> {
    const next = { stock: stock - 1, tally: raised(tally, this.number) };
    const [method, body] = this.number % 2 === 0 ? ['PUT', representation(next)] : ['PATCH', changes(next)];
    this.ledger.attempts += 1;
    const answer = await this.ask({ method, ifMatch: etag, body });
    if (answer?.status === 412) {
      this.ledger.refused += 1;
      await sleep(Math.random() * PAUSE.refused);
    } else if (answer && answer.status !== 200) {
      this.ledger.surprise(`${method} was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  }

  /** Undefined where nothing can be known: the connection broke, or the server says it did. */
  private async ask(message?: Message): Promise<Answer | undefined> {
    try {
      const answer = await this.connections.send(this.endpoint() + PATH, message);
      if (answer.status < 500) return answer;
      this.ledger.serverErrors += 1;
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      this.ledger.connectionErrors += 1;
    }
    await sleep(Math.random() * PAUSE.unanswered);
    return undefined;
  }

  private acknowledge(answered?: State): void {
    this.sequence += 1;
    const write = { client: this.number, sequence: this.sequence };
    this.ledger.writes.push(answered ? { ...write, answered } : write);
  }
}
