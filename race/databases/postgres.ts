import type { Database } from './database.js';
import { CREATE_PRODUCTS } from './products.js';
import { freshName, JOURNAL_INSERT, JOURNAL_TABLE, journalIn, mustAnswer, query } from './sql.js';

export const SHARED_SERVER = 'postgres://postgres@127.0.0.1:5432';

const START_JOURNAL = [
  JOURNAL_TABLE,
  `CREATE FUNCTION record_write() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN ${JOURNAL_INSERT}; RETURN NULL; END $$`,
  'CREATE TRIGGER race_journal AFTER UPDATE ON products FOR EACH ROW EXECUTE FUNCTION record_write()',
];

/** A database of its own on a server that is there. */
export async function createOnPostgres(server = SHARED_SERVER): Promise<Database> {
  const admin = `${server}/postgres`;
  await mustAnswer(admin);
  const name = freshName();
  const url = `${server}/${name}`;
  await query(admin, `CREATE DATABASE ${name}`);
  return {
    url,
    async createProducts() {
      await query(url, ...CREATE_PRODUCTS);
    },
    async startJournal() {
      await query(url, ...START_JOURNAL);
    },
    readJournal: () => journalIn(url),
    async cutConnections() {
      await query(admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    },
    async drop() {
      await query(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
