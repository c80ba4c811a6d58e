/** Clients that send for as long as they may, each with a connection of its own. */
import { StrictConnection } from '../test/fuzz/connection.js';
import { MismatchError } from './mismatch.js';

/** What one client does again and again. */
export interface Client {
  readonly name: string;
  /** @throws MismatchError at a wrong answer */
  step(context: Context): Promise<void>;
}

export interface Context {
  readonly port: number;
  /** Opened anew where the last was closed. */
  connection(): Promise<StrictConnection>;
}

export class Load {
  /** Steps taken, by the name of the client. */
  readonly steps: Record<string, number> = {};
  readonly problems: string[] = [];
  private stopped = false;
  private leaving = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly port: number,
    clients: readonly Client[],
  ) {
    this.running = clients.map((client) => this.run(client));
  }

  /** The server is told to end: a client may find the connection closed before its request was read. */
  expectEnd(): void {
    this.leaving = true;
    this.stopped = true;
  }

  /** Waits for every answer that is on its way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  private async run(client: Client): Promise<void> {
    let connection: StrictConnection | undefined;
    const context: Context = {
      port: this.port,
      connection: async () => {
        if (!connection?.usable) connection = await StrictConnection.open(this.port);
        return connection;
      },
    };
    try {
      while (!this.stopped && this.problems.length === 0) {
        await client.step(context);
        this.steps[client.name] = (this.steps[client.name] ?? 0) + 1;
      }
    } catch (error) {
      if (!this.isDueToEnd(error)) this.problems.push(`${client.name}: ${String(error)}`);
    } finally {
      connection?.close();
    }
  }

  /** A wrong answer is due to nothing, but a server that ends may say so, or close what it has not read. */
  private isDueToEnd(error: unknown): boolean {
    return this.leaving && (!(error instanceof MismatchError) || error.status === 503);
  }
}
