import { Server, type Launch } from './server.js';

const MOST_STARTS = 5;

/** Several processes of one program on one database. */
export class Fleet {
  /** Processes that ended although nobody ended them. */
  readonly deaths: string[] = [];
  private readonly servers: Server[] = [];
  private stopped = false;

  private constructor(private readonly launch: Launch) {}

  /** The first one alone, since it creates the tables; then all others at once. */
  static async start(launch: Launch, size: number): Promise<Fleet> {
    const fleet = new Fleet(launch);
    try {
      await fleet.startAt(0);
      await settled(Array.from({ length: size - 1 }, (_, at) => fleet.startAt(at + 1)));
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  /** Of any process, dead ones included: as little as a client knows. */
  readonly anyUrl = (): string => this.servers[this.anyPlace()]!.url;

  /** Kills one process in whatever it does, and starts another in its place. */
  readonly killOne = async (): Promise<void> => {
    const place = this.anyPlace();
    await this.servers[place]!.kill();
    await this.restartAt(place);
  };

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.servers.map((server) => server.stop()));
  }

  private anyPlace(): number {
    return Math.floor(Math.random() * this.servers.length);
  }

  /** As a supervisor does it: one that finds the database gone while it starts gives up, and is started again. */
  private async restartAt(place: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.startAt(place);
      } catch (error) {
        if (attempt === MOST_STARTS || this.stopped) throw error;
      }
    }
  }

  private async startAt(place: number): Promise<void> {
    const server = await Server.start(this.launch, (what) => this.deaths.push(what));
    this.servers[place] = server;
    if (this.stopped) await server.stop();
  }
}

/** All, even where one fails: what the others start has to be stopped. */
export async function settled(promises: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
