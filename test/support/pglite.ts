/**
 * PGlite, ready sooner. It takes seconds to make the files of a new database: the tests do so once, keep them where
 * temporary files are, and begin with a copy.
 */
import type { PGlite } from '@electric-sql/pglite';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const manifest = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const FILES = join(tmpdir(), `nestjs-etag-pglite-${version}.tar`);

if (!existsSync(FILES)) await makeFiles();

/** The files of a database without tables. */
export const FRESH_FILES = new Blob([readFileSync(FILES)]);

/** A database without tables. */
export async function freshPGlite(): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create({ loadDataDir: FRESH_FILES });
}

/** Several processes may do so at the same time: each renames what is complete. */
async function makeFiles(): Promise<void> {
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create();
  const files = await database.dumpDataDir('none');
  await database.close();
  const own = `${FILES}.${process.pid}`;
  writeFileSync(own, new Uint8Array(await files.arrayBuffer()));
  renameSync(own, FILES);
}
