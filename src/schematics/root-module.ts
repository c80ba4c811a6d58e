import { dirname, join } from 'node:path/posix';
import type TypeScript from 'typescript';
import type { Compiler } from './compiler.js';
import { NotUnderstood } from './not-understood.js';
import { bindingsOf, find, parse, type Source } from './source.js';
import { textOf, type Tree } from './tree.interface.js';

/** The module that an application starts, and where it stands. */
export interface RootModule {
  readonly path: string;
  readonly className: string;
}

/**
 * The module that `main.ts` hands to `NestFactory`, or else `AppModule` in `app.module.ts`.
 *
 * @param entry the path of main.ts
 * @throws NotUnderstood where neither is there
 */
export function findRootModule(ts: Compiler, tree: Tree, sourceRoot: string, entry: string): RootModule {
  const started = startedBy(ts, tree, entry);
  const usual = join(sourceRoot, 'app.module.ts');
  const found = started ?? { path: usual, className: 'AppModule' };
  if (textOf(tree, found.path) !== undefined) return found;
  throw new NotUnderstood(`neither ${entry} nor ${usual} leads to it`);
}

function startedBy(ts: Compiler, tree: Tree, entry: string): RootModule | undefined {
  const text = textOf(tree, entry);
  if (text === undefined) return undefined;
  const source = parse(ts, text);
  const name = find(source, (node) => ts.isCallExpression(node))
    .filter(({ expression }) => /^NestFactory\s*\.\s*create/.test(expression.getText()))
    .map((call) => rootOf(source, call.arguments[0]))
    .find((root) => root);
  const binding = bindingsOf(source).find(({ local }) => local === name);
  if (!name) return undefined;
  if (!binding) return { path: entry, className: name };
  const path = fileOf(tree, entry, binding.from);
  return path === undefined
    ? undefined
    : { path, className: binding.imported === 'default' ? name : binding.imported };
}

/** `AppModule` of `AppModule`, and of `AppModule.register(…)`. */
function rootOf({ ts }: Source, node: TypeScript.Expression | undefined): string | undefined {
  if (node && ts.isIdentifier(node)) return node.text;
  const isCall = node && (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node));
  return isCall ? rootOf({ ts } as Source, node.expression) : undefined;
}

/** The file behind `./app.module.js`, `./app.module`, or `src/app.module`. */
function fileOf(tree: Tree, importer: string, specifier: string): string | undefined {
  const base = specifier.replace(/\.[jt]s$/, '');
  const path = base.startsWith('.') ? join(dirname(importer), base) : base;
  return [`${path}.ts`, `${path}/index.ts`].find((file) => textOf(tree, file) !== undefined);
}
