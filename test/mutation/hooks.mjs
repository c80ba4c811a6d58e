/** Loads the tests as TypeScript, with the package as its mutated source, and without Jest. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { load as loadTypeScript, resolve as resolveTypeScript } from '../support/typescript-hooks.mjs';

const GLOBALS = new URL('globals.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
  const [, subpath] = /^nestjs-etag(?:\/(.+))?$/.exec(specifier) ?? [];
  if (specifier.startsWith('nestjs-etag')) {
    // Stryker loads this file from the project, and then goes to the copy that it has mutated.
    const file = pathToFileURL(subpath ? `src/${subpath}/index.ts` : 'src/index.ts');
    if (existsSync(file)) return { url: file.href, shortCircuit: true };
  }
  return resolveTypeScript(specifier, context, next);
}

export const load = loadTypeScript;
