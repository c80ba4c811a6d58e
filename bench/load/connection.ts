import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { Responses, type Head } from './responses.js';
import type { Script } from './script.js';

/** How many requests are still to be sent, counted by all connections together. */
export interface Budget {
  left: number;
}

interface Run {
  readonly budget: Budget;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One connection that stays open, and has one request under way at a time: the next one leaves when it is answered. */
export class Connection {
  private readonly responses = new Responses((head) => this.answered(head));
  private previous: Head | undefined;
  private run: Run | undefined;
  private failure: Error | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly script: Script,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.received(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static async open(port: number, script: Script): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket, script);
  }

  /** Sends requests until the budget is used up, and all of its own are answered. */
  async spend(budget: Budget): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.run = { budget, resolve, reject };
      this.sendNext();
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private received(chunk: Buffer): void {
    try {
      this.responses.push(chunk);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private sendNext(): void {
    const { budget, resolve } = this.run!;
    if (budget.left <= 0) {
      this.run = undefined;
      return resolve();
    }
    budget.left -= 1;
    this.socket.write(this.script.next(this.previous));
  }

  private answered(head: Head): void {
    if (!this.run) return;
    if (!this.script.status.includes(head.status))
      return this.fail(new Error(`${head.status} where ${this.script.status.join(' or ')} was expected`));
    this.previous = head;
    this.sendNext();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.run?.reject(error);
    this.run = undefined;
  }
}
