import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import type { Config } from '../config.js';

/** Where PGlite has its files, and what it begins with. */
export function pgliteOptions({
  pgliteDir,
  pgliteFiles,
}: Config): Pick<PGliteOptions, 'dataDir' | 'loadDataDir'> {
  return {
    ...(pgliteDir !== undefined && { dataDir: pgliteDir }),
    ...(pgliteFiles !== undefined && { loadDataDir: pgliteFiles }),
  };
}

/** PostgreSQL itself, compiled to WebAssembly, inside this process. It takes a while to load: only where it is wanted. */
export async function openPGlite(config: Config): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create(pgliteOptions(config));
}
