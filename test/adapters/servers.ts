import { connect } from 'node:net';
import { describe } from '@jest/globals';
import { runs } from '../support/runs.js';

export type ServerName = 'PostgreSQL' | 'MariaDB';

const SERVERS: Readonly<Record<ServerName, { readonly port: number; readonly start: string }>> = {
  PostgreSQL: {
    port: 5432,
    start: 'docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres',
  },
  MariaDB: {
    port: 3306,
    start: 'docker run -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 -e MARIADB_DATABASE=test mariadb',
  },
};

const { databases: which } = globalThis as { readonly databases?: 'embedded' | 'servers' };

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

const UP: Readonly<Record<ServerName, boolean>> = {
  PostgreSQL: which === 'servers' && (await answers(SERVERS.PostgreSQL.port)),
  MariaDB: which === 'servers' && (await answers(SERVERS.MariaDB.port)),
};

/**
 * Tests on a server, which `npm run test:slow` runs; or, without a server, tests of the fast ones. Where the server does
 * not answer, they are skipped with a word on how to start it, and with `CI=true` they run and fail.
 */
export function describeOn(server: ServerName | undefined, what: string, tests: () => void): void {
  if ((which === 'servers') !== (server !== undefined)) return;
  const missing = server && !UP[server] ? `. To run it:\n${SERVERS[server].start}` : undefined;
  (runs(what, missing) ? describe : describe.skip)(what, tests);
}
