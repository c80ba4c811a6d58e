import { Connection, type Budget } from './connection.js';
import type { Script } from './script.js';

/** Several connections to one server. */
export class Load {
  private constructor(
    private readonly connections: readonly Connection[],
    private readonly staysAwake: boolean,
  ) {}

  /**
   * @param scripts one for each connection
   * @param options `staysAwake`: whether the client keeps its core busy while it waits, as it has to where time is taken
   */
  static async open(port: number, scripts: readonly Script[], { staysAwake = true } = {}): Promise<Load> {
    return new Load(await Promise.all(scripts.map((script) => Connection.open(port, script))), staysAwake);
  }

  /** Sends that many requests, and waits for their answers. */
  async send(requests: number): Promise<void> {
    const budget: Budget = { left: requests };
    const rest = this.staysAwake ? stayAwake() : undefined;
    try {
      await Promise.all(this.connections.map((connection) => connection.spend(budget)));
    } finally {
      rest?.();
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
