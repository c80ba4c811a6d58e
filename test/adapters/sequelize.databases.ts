import type { SequelizeOptions } from 'sequelize-typescript';
import { PGliteSocket } from '../../sample-app/database/pglite-socket.js';
import { freshPGlite } from '../support/pglite.js';
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
      const database = await freshPGlite();
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
