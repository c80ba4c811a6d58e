import type { Workload } from '../comparisons/comparison.interface.js';
import { check } from '../load/check.js';
import { Load } from '../load/load.js';
import { scriptsFor } from '../load/workload.js';
import type { Launch } from '../servers/launch.js';
import { Server, type Host } from './server.js';

/** One round on one server. */
export interface Sample {
  /** Microseconds of processor time per request. */
  readonly cpu: number;
  /** Requests per second. */
  readonly rate: number;
  /** SQL statements per request. */
  readonly statements: number;
}

/** A server and its clients, connected for as long as it is measured. */
export class Station {
  private constructor(
    private readonly server: Server,
    private readonly load: Load,
    /** What it answers. */
    readonly body: string,
  ) {}

  /** @throws Error where the server does not do its job */
  static async open(launch: Launch, workload: Workload, host: Host): Promise<Station> {
    const server = await Server.start(launch, host);
    try {
      const body = await check(workload, launch, server.port);
      const load = await Load.open(server.port, await scriptsFor(workload, launch, server.port));
      return new Station(server, load, body);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Sends that many requests, and takes the time. */
  async round(requests: number): Promise<Sample> {
    const before = await this.server.usage();
    const started = performance.now();
    await this.load.send(requests);
    const seconds = (performance.now() - started) / 1000;
    const after = await this.server.usage();
    return {
      cpu: (after.cpu - before.cpu) / requests,
      rate: requests / seconds,
      statements: (after.statements - before.statements) / requests,
    };
  }

  async close(): Promise<void> {
    this.load.close();
    await this.server.stop();
  }
}
