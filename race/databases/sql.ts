import { DataSource } from 'typeorm';
import { parseTally } from '../tally.js';
import { Unavailable, type JournalEntry } from './database.js';

const CONNECTS_WITHIN = 30_000;

/** Some statements on connections of their own, which are closed behind them: the server may be gone by the next. */
export async function query(url: string, ...statements: string[]): Promise<unknown> {
  const source = new DataSource(
    url.startsWith('mysql:')
      ? { type: 'mysql', url, connectTimeout: CONNECTS_WITHIN }
      : { type: 'postgres', url, connectTimeoutMS: CONNECTS_WITHIN },
  );
  await source.initialize();
  try {
    let result: unknown;
    for (const statement of statements) result = await source.query(statement);
    return result;
  } finally {
    await source.destroy();
  }
}

/** @throws Unavailable */
export async function mustAnswer(url: string): Promise<void> {
  try {
    await query(url, 'SELECT 1');
  } catch (error) {
    throw new Unavailable(`nothing answers at ${url} (${(error as Error).message})`, { cause: error });
  }
}

/** A name no other run has, on a server that others use too. */
export function freshName(): string {
  count += 1;
  return `etag_race_${process.pid}_${count}`;
}

let count = 0;

export const JOURNAL_TABLE = 'CREATE TABLE race_journal (version integer, stock integer, name text)';
export const JOURNAL_INSERT = 'INSERT INTO race_journal VALUES (NEW.version, NEW.stock, NEW.name)';

export async function journalIn(url: string): Promise<JournalEntry[]> {
  const rows = await query(url, 'SELECT version, stock, name FROM race_journal ORDER BY version');
  return (rows as { version: number; stock: number; name: string }[]).map(({ version, stock, name }) => ({
    version,
    stock,
    tally: parseTally(name),
  }));
}
