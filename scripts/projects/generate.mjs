// Makes a project with the Nest CLI, and puts our files into it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const FILES = fileURLToPath(new URL('files/', import.meta.url));
const DOCUMENTED = join(ROOT, 'test/docs/testing');
/** They only take long to install. */
const NOT_NEEDED = /^(@nestjs\/mau|@vitest\/coverage)/;
/** Needed where README is followed, whose blocks keep the rules that were generated. */
const LINTERS = /^(@?oxlint|eslint|@eslint|typescript-eslint|prettier|globals)/;

/** From where it stands to where it goes: our own files, and those that docs/testing.md shows. */
const ADDED = [
  [FILES, 'state.controller.ts', 'src/state.controller.ts'],
  [FILES, 'core.ts', 'src/core.ts'],
  [FILES, 'one-file.webpack.js', 'one-file.webpack.js'],
  [FILES, 'conditional.e2e.ts', 'test/conditional.e2e-spec.ts'],
  [FILES, 'products.main.ts', 'src/products.main.ts'],
  [DOCUMENTED, 'notes.ts', 'src/notes.ts'],
  [DOCUMENTED, 'notes.spec.ts', 'src/notes.spec.ts'],
  [DOCUMENTED, 'products.ts', 'src/products.ts'],
  [DOCUMENTED, 'products.spec.ts', 'src/products.spec.ts'],
  [DOCUMENTED, 'notes.e2e.spec.ts', 'test/notes.e2e-spec.ts'],
];

export async function generate({ command: [command, ...args] }, folder) {
  mkdirSync(folder, { recursive: true });
  await run(command, args, folder);
  return join(folder, 'app');
}

export async function install({ installed, followsReadme }, project) {
  const path = join(project, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const name of Object.keys(manifest.devDependencies)) {
    if (NOT_NEEDED.test(name) || (!followsReadme && LINTERS.test(name)))
      delete manifest.devDependencies[name];
  }
  Object.assign(manifest.devDependencies, installed);
  writeFileSync(path, JSON.stringify(manifest));
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], project);
  // What was generated stays beside it, for what Nest itself can do.
  cpSync(join(project, 'src'), join(project, 'plain'), { recursive: true, filter: isNoTest });
}

/** Decorates what was generated, where `nest add` has imported the module. */
export function decorate({ esm }, project) {
  change(join(project, 'src/app.module.ts'), [
    [/\nimport \{ AppService/, `\nimport { StateController, StateService } from './state.controller.js';$&`],
    ['EtagModule.forRoot()', 'EtagModule.forRoot({ auto: true })'],
    ['controllers: [AppController]', 'controllers: [AppController, StateController]'],
    ['providers: [AppService]', 'providers: [AppService, StateService]'],
  ]);
  change(join(project, 'src/app.controller.ts'), [
    ["import { Controller, Get } from '@nestjs/common';", "$&\nimport { ETag } from 'nestjs-etag';"],
    ['@Get()', '@Get()\n  @ETag()'],
  ]);
  for (const [from, name, to] of ADDED) add(join(from, name), join(project, to));
  if (!esm) withoutExtensions(project, ['src/app.module.ts', ...ADDED.map(([, , to]) => to)]);
}

/** As the CLI writes it where jest looks for files by themselves. */
export function withoutExtensions(project, files) {
  for (const file of files) change(join(project, file), [[/(from '\.[^']*)\.js'/g, "$1'"]], false);
}

function isNoTest(name) {
  return !name.includes('spec');
}

function add(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const text = readFileSync(from, 'utf8')
    .replace(/^import \{[^}]*\} from '@jest\/globals';\n/, '')
    .replaceAll(/from '\.\/(notes|products)\.js'/g, to.includes('e2e') ? "from '../src/$1.js'" : '$&');
  writeFileSync(to, text);
}

/** @throws Error where what is to be changed is not there: the CLI generates something else by now */
function change(file, replacements, mustBeThere = true) {
  const text = readFileSync(file, 'utf8');
  const changed = replacements.reduce((before, [what, by]) => {
    const after = before.replace(what, by);
    if (mustBeThere && after === before) throw new Error(`${file} has no ${what}:\n${text}`);
    return after;
  }, text);
  writeFileSync(file, changed);
}
