import { Connection, type Budget } from './connection.js';
import type { Script } from './script.js';

/** Several connections to one server. */
export class Load {
  private constructor(private readonly connections: readonly Connection[]) {}

  /** @param scripts one for each connection */
  static async open(port: number, scripts: readonly Script[]): Promise<Load> {
    return new Load(await Promise.all(scripts.map((script) => Connection.open(port, script))));
  }

  /** Sends that many requests, and waits for their answers. */
  async send(requests: number): Promise<void> {
    const budget: Budget = { left: requests };
    const rest = stayAwake();
    try {
      await Promise.all(this.connections.map((connection) => connection.spend(budget)));
    } finally {
      rest();
    }
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }
}

/**
 * Keeps this process from falling asleep while it waits. Whoever writes to a process that sleeps has to wake it, and the
 * slower a server is, the more often its client sleeps: it would pay for more than its own work.
 */
function stayAwake(): () => void {
  let awake = true;
  const turn = () => {
    if (awake) setImmediate(turn);
  };
  turn();
  return () => {
    awake = false;
  };
}
