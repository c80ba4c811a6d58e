/** The pages of the documentation, README among them, and the folders of test/docs that have their applications. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Every page, from the root of the package. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function textOf(page: string): string {
  return readFileSync(page, 'utf8');
}

/** The files that a page takes its code from, by name: those of its folder, and the applications it is tried on. */
export function sourcesOf(page: string): ReadonlyMap<string, string> {
  const names = page === 'README.md' ? ['readme', 'typeorm'] : [basename(page, '.md')];
  const paths = names.flatMap((name) => filesIn(`test/docs/${name}`).concat(`test/docs/${name}.app.ts`));
  return new Map(paths.filter((path) => existsSync(path)).map((path) => [basename(path), textOf(path)]));
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : [];
}
