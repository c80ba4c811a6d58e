import type { Database } from './database.js';
import { freshName, JOURNAL_INSERT, JOURNAL_TABLE, journalIn, mustAnswer, query } from './sql.js';

const SERVER = 'mysql://root@127.0.0.1:3306';

export async function createOnMariadb(): Promise<Database> {
  const admin = `${SERVER}/mysql`;
  await mustAnswer(admin);
  const name = freshName();
  const url = `${SERVER}/${name}`;
  await query(admin, `CREATE DATABASE ${name}`);
  return {
    url,
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
