import { explained } from '../util/explained.js';
import { join } from 'node:path/posix';
import { textOf, type Tree } from './tree.interface.js';

/** Where an application has its sources, and the file that starts it. */
export interface Place {
  readonly sourceRoot: string;
  readonly entry: string;
}

interface Configured {
  readonly sourceRoot?: string;
  readonly entryFile?: string;
}

/**
 * What nest-cli.json says, and where it is silent the defaults of the Nest CLI.
 *
 * @throws Error that names the projects, where there is none of that name
 */
export function placeOf(tree: Tree, asked: { sourceRoot?: string; project?: string }): Place {
  const configured = configuration(tree);
  const { projects = {} } = configured;
  const named = asked.project === undefined ? undefined : projects[asked.project];
  if (asked.project !== undefined && !named) {
    const known = Object.keys(projects).join(', ') || 'none';
    throw new Error(
      explained(
        'nest-add-project',
        `nest-cli.json has no project ${asked.project}. It has: ${known}. Nothing was changed.`,
      ),
    );
  }
  const sourceRoot = named?.sourceRoot ?? asked.sourceRoot ?? configured.sourceRoot ?? 'src';
  const project = named ?? Object.values(projects).find((other) => other.sourceRoot === sourceRoot);
  const entryFile = project?.entryFile ?? configured.entryFile ?? 'main';
  return { sourceRoot, entry: join(sourceRoot, `${entryFile}.ts`) };
}

function configuration(tree: Tree): Configured & { projects?: Record<string, Configured> } {
  const names = ['nest-cli.json', '.nest-cli.json', '.nestcli.json', 'nest.json'];
  const text = names.map((name) => textOf(tree, name)).find((found) => found !== undefined);
  return JSON.parse(text ?? '{}') as Configured;
}
