/** Sends messages, and counts what comes back: a connection for each application, which is opened anew where it was closed. */
import { StrictConnection, type StrictResponse } from './connection.js';

export class FuzzClient {
  /** Sent, by way of all connections. */
  requests = 0;
  /** How many responses there were of each status. */
  readonly statuses: Record<string, number> = {};
  private readonly connections = new Map<number, StrictConnection>();

  async send(port: number, bytes: Buffer, method: string): Promise<StrictResponse> {
    let connection = this.connections.get(port);
    if (!connection?.usable) {
      connection = await StrictConnection.open(port);
      this.connections.set(port, connection);
    }
    this.requests += 1;
    try {
      const response = await connection.exchange(bytes, method);
      this.statuses[response.status] = (this.statuses[response.status] ?? 0) + 1;
      return response;
    } catch (error) {
      // The next one is not to pay for it.
      this.drop(port);
      throw new Error(`${String(error)}\n${bytes.toString('latin1')}`, { cause: error });
    }
  }

  /** Where nobody can tell where the next request would begin. */
  drop(port: number): void {
    this.connections.get(port)?.close();
    this.connections.delete(port);
  }

  close(): void {
    for (const connection of this.connections.values()) connection.close();
  }
}
