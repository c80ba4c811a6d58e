import { DataSource } from 'typeorm';

const SERVER = 'postgres://postgres@127.0.0.1:5432';

/** What the connections of the sample are doing. */
export interface Activity {
  readonly connections: number;
  /** Statements that still run, and transactions that nobody ended. */
  readonly busy: number;
}

/** A database of its own for one run, on the PostgreSQL of this machine; without one the sample has its own in its process. */
export class Database {
  private constructor(
    readonly url: string | undefined,
    private readonly name: string,
  ) {}

  static async create(): Promise<Database> {
    const name = `etag_soak_${process.pid}_${(count += 1)}`;
    try {
      await query(`CREATE DATABASE ${name}`);
      return new Database(`${SERVER}/${name}`, name);
    } catch (error) {
      if (process.env['CI'] === 'true') throw error;
      console.log(`No PostgreSQL at ${SERVER}: the sample runs on PGlite.`);
      return new Database(undefined, name);
    }
  }

  async activity(): Promise<Activity> {
    if (this.url === undefined) return { connections: 0, busy: 0 };
    const rows = await query(`SELECT state FROM pg_stat_activity WHERE datname = '${this.name}'`);
    const busy = rows.filter(({ state }) => state !== 'idle');
    return { connections: rows.length, busy: busy.length };
  }

  async drop(): Promise<void> {
    if (this.url !== undefined) await query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

let count = 0;

async function query(text: string): Promise<{ state: string | null }[]> {
  const source = await new DataSource({ type: 'postgres', url: `${SERVER}/postgres` }).initialize();
  try {
    return await source.query(text);
  } finally {
    await source.destroy();
  }
}
