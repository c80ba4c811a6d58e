import { explained } from '../util/explained.js';
import { findCompiler, type Compiler } from './compiler.js';
import type { ImportedModule } from './imported-module.interface.js';
import { uses, withImport } from './module-edit.js';
import { NotUnderstood } from './not-understood.js';
import { ormNamed, type Orm } from './orms.js';
import { installs } from './packages.js';
import { placeOf, type Place } from './project.js';
import { findRootModule } from './root-module.js';
import { parse } from './source.js';
import { textOf, type SchematicContext, type Tree } from './tree.interface.js';

/** What `nest add nestjs-etag` takes: nest-add.schema.json says what each is. */
export interface NestAddOptions {
  readonly orm?: string;
  readonly sourceRoot?: string;
  readonly project?: string;
  readonly skipInstall?: boolean;
}

const ETAG: ImportedModule = { name: 'EtagModule', from: 'nestjs-etag', call: 'forRoot()' };

/** Neither declarations, nor tests, nor what is installed. */
const SOURCE = /^(?!.*\/node_modules\/).*(?<!\.(?:d|spec|e2e-spec|test))\.ts$/;

/**
 * `nest add nestjs-etag`: imports `EtagModule.forRoot()` into the root module, and with `--orm` the module of the ORM. What
 * the application imports already, in whichever of its modules, is left alone.
 *
 * @throws Error that says what to write by hand, where the root module is in no form that is understood. Nothing was
 * changed then.
 */
export function nestAdd(options: NestAddOptions): (tree: Tree, context: SchematicContext) => void {
  return (tree, context) => {
    const orm = options.orm === undefined ? undefined : ormNamed(options.orm);
    const modules = orm?.module ? [ETAG, orm.module] : [ETAG];
    const place = placeOf(tree, options);
    const ts = findCompiler(process.cwd(), process.argv[1]);
    for (const line of ts ? addTo(ts, tree, place, modules) : noCompiler(place, modules))
      context.logger.info(line);
    if (orm) finish(orm, tree, context, options.skipInstall === true);
  };
}

/** @returns what was done, in sentences */
function addTo(ts: Compiler, tree: Tree, place: Place, modules: readonly ImportedModule[]): string[] {
  let path = `The root module below ${place.sourceRoot}`;
  try {
    const root = findRootModule(ts, tree, place.sourceRoot, place.entry);
    ({ path } = root);
    const before = textOf(tree, path)!;
    const users = modules.map((module) => userOf(ts, tree, place.sourceRoot, module));
    const missing = modules.filter((_, index) => users[index] === undefined);
    const text = missing.reduce((changed, module) => withImport(ts, changed, root.className, module), before);
    if (text !== before) tree.overwrite(path, text);
    return modules.map(({ name }, index) =>
      users[index] === undefined
        ? `${root.className} imports ${name} (${path}).`
        : `${users[index]} imports ${name} already.`,
    );
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    throw new Error(explained('nest-add-by-hand', byHand(path, error.message, modules)), { cause: error });
  }
}

/** The file of the application that imports the module already. */
function userOf(ts: Compiler, tree: Tree, sourceRoot: string, module: ImportedModule): string | undefined {
  let user: string | undefined;
  tree.getDir(sourceRoot).visit((path) => {
    if (user !== undefined || !SOURCE.test(path)) return;
    const text = textOf(tree, path);
    if (text?.includes(module.name) && uses(parse(ts, text), module)) user = path.replace(/^\//, '');
  });
  return user;
}

function noCompiler({ sourceRoot }: Place, modules: readonly ImportedModule[]): never {
  const reason = 'neither the project nor the Nest CLI has a TypeScript that can read it';
  throw new Error(
    explained('nest-add-by-hand', byHand(`The root module below ${sourceRoot}`, reason, modules)),
  );
}

function byHand(path: string, reason: string, modules: readonly ImportedModule[]): string {
  const imports = modules.map(({ name, from }) => `  import { ${name} } from '${from}';`);
  const calls = modules.map(({ name, call }) => `${name}.${call}`).join(', ');
  const lines = [...imports, '', `  @Module({ imports: [${calls}] })`];
  return `${path} was left as it is: ${reason}. Please add this to it by hand:\n\n${lines.join('\n')}\n`;
}

function finish(orm: Orm, tree: Tree, context: SchematicContext, skipInstall: boolean): void {
  const packages = installs(tree, orm);
  if (packages && skipInstall)
    context.logger.warn(explained('nest-add-packages', `Please install what is missing: ${packages}`));
  else if (packages) {
    const options = { command: 'install', packageName: packages, quiet: true, hideOutput: true };
    context.addTask({ toConfiguration: () => ({ name: 'node-package', options }) });
  }
  context.logger.info(orm.next);
}
