import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package, whether this file runs where it was written or where it was built. */
function rootFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('No package.json above the harness.');
    folder = parent;
  }
  return folder;
}

export const ROOT = rootFolder();

/** The programs that are raced: the sample, one that only checks, those that are set up in another way, and each library. */
export const PROGRAMS = {
  sample: join(ROOT, 'sample-app/dist/main.js'),
  fixture: join(ROOT, 'race/fixture/check-only.mjs'),
  variants: join(ROOT, 'race/fixture/variants.mjs'),
  orms: join(ROOT, 'race/dist/orms/server.js'),
};
