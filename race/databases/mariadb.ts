import type { Database } from './database.js';
import { CREATE_PRODUCTS } from './products.js';
import { freshName, JOURNAL_INSERT, JOURNAL_TABLE, journalIn, mustAnswer, query } from './sql.js';

const SHARED_SERVER = 'mysql://root@127.0.0.1:3306';

/** A database of its own on a server that is there. */
export async function createOnMariadb(server = SHARED_SERVER): Promise<Database> {
  const admin = `${server}/mysql`;
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
      const trigger = `CREATE TRIGGER race_journal AFTER UPDATE ON products FOR EACH ROW ${JOURNAL_INSERT}`;
      await query(url, JOURNAL_TABLE, trigger);
    },
    readJournal: () => journalIn(url),
    async drop() {
      await query(admin, `DROP DATABASE IF EXISTS ${name}`);
    },
  };
}
