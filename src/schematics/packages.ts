import type { Orm } from './orms.js';
import { textOf, type Tree } from './tree.interface.js';

type Dependencies = Record<string, string>;

/** The packages of an ORM that package.json does not name, with spaces between them; empty where all are there. */
export function installs(tree: Tree, { packages }: Orm): string {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    textOf(tree, 'package.json') ?? '{}',
  ) as Record<string, Dependencies | undefined>;
  const installed: Dependencies = { ...devDependencies, ...dependencies };
  const nest = /\d+/.exec(installed['@nestjs/core'] ?? '')?.[0] ?? 'latest';
  return packages
    .filter((name) => !Object.hasOwn(installed, name.replace(/(?<=.)@.*/, '')))
    .map((name) => name.replace('{nest}', nest))
    .join(' ');
}
