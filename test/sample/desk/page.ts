import { transformFile } from '@swc/core';
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../../sample-app/desk/page/', import.meta.url));

/**
 * The page in a temporary folder, as the build of the sample has it, but sooner: the types are checked elsewhere.
 *
 * @returns the folder, and what removes it
 */
export async function buildPage(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-etag-page-'));
  for (const file of readdirSync(SOURCE)) {
    if (/\.(html|css|svg)$/.test(file)) cpSync(join(SOURCE, file), join(folder, file));
    if (file.endsWith('.ts')) writeFileSync(join(folder, file.replace(/ts$/, 'js')), await compiled(file));
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

async function compiled(file: string): Promise<string> {
  const { code } = await transformFile(join(SOURCE, file), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  return code;
}
