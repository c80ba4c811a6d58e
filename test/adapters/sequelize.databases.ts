import { Duplex } from 'node:stream';
import { PGlite } from '@electric-sql/pglite';
import type { SequelizeOptions } from 'sequelize-typescript';
import type { ServerName } from './servers.js';

export interface SequelizeDatabase {
  readonly name: string;
  readonly server: ServerName | undefined;
  /** Of a database of its own where it is embedded, and of the one database of a server. */
  readonly connect: () => Promise<{
    readonly options: SequelizeOptions;
    readonly end: () => Promise<unknown>;
  }>;
}

const quiet = { logging: false, hooks: {} } as const;

export const SEQUELIZE_DATABASES: readonly SequelizeDatabase[] = [
  {
    name: 'PGlite',
    server: undefined,
    connect: async () => {
      const database = await PGlite.create();
      const dialectOptions = { stream: () => new PGliteSocket(database) };
      return {
        options: { ...quiet, dialect: 'postgres', dialectOptions, pool: { max: 1 } },
        end: () => database.close(),
      };
    },
  },
  {
    name: 'PostgreSQL',
    server: 'PostgreSQL',
    connect: async () => ({
      options: { ...quiet, dialect: 'postgres', username: 'postgres', host: '127.0.0.1', database: 'test' },
      end: async () => {},
    }),
  },
  {
    name: 'MariaDB',
    server: 'MariaDB',
    connect: async () => ({
      options: { ...quiet, dialect: 'mysql', username: 'root', host: '127.0.0.1', database: 'test' },
      end: async () => {},
    }),
  },
];

/** The answer to a client that introduces itself: it may come in, and the server is ready. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const TERMINATE = 0x58;

/** What `pg` takes for the socket of a server: PGlite speaks the protocol of PostgreSQL, once a client is in. */
class PGliteSocket extends Duplex {
  private isIn = false;

  constructor(private readonly database: PGlite) {
    super();
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  override _read(): void {
    // What is there has been pushed.
  }

  override _write(chunk: Uint8Array, _: string, done: (error?: Error | null) => void): void {
    this.answer(chunk).then(() => done(), done);
  }

  private async answer(message: Uint8Array): Promise<void> {
    if (message[0] === TERMINATE) {
      this.push(null);
      return;
    }
    this.push(this.isIn ? await this.database.execProtocolRaw(new Uint8Array(message)) : WELCOME);
    this.isIn = true;
  }
}
