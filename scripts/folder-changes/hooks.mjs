// What Node loads passes through here: the package is instrumented, and the application is compiled.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { instrument } from './instrument.mjs';

const DIST = new URL('../../dist/', import.meta.url).href;
const RECORDER = new URL('trail.mjs', import.meta.url).href;

const COMPILER_OPTIONS = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

export async function load(url, context, nextLoad) {
  const change = changeFor(url);
  if (!change) return nextLoad(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  return { format: 'module', source: change(text), shortCircuit: true };
}

function changeFor(url) {
  if (url.startsWith(DIST)) return (text) => instrument(text, { folder: folderOf(url), recorder: RECORDER });
  if (url.endsWith('.ts')) return (text) => ts.transpile(text, COMPILER_OPTIONS);
  return undefined;
}

/** The first folder of the path; a file in src/ itself stands in "src". */
function folderOf(url) {
  const [folder, ...rest] = url.slice(DIST.length).split('/');
  return rest.length > 0 ? folder : 'src';
}
