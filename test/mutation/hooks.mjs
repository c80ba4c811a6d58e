/** Loads the tests as TypeScript, with the package as its mutated source, and without Jest. */
import { existsSync } from 'node:fs';
import { load as loadTypeScript, resolve as resolveTypeScript } from '../support/typescript-hooks.mjs';

const SRC = new URL('../../src/', import.meta.url);
const GLOBALS = new URL('globals.mjs', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true };
  const [, subpath] = /^nestjs-etag(?:\/(.+))?$/.exec(specifier) ?? [];
  if (specifier.startsWith('nestjs-etag')) {
    const file = new URL(subpath ? `${subpath}/index.ts` : 'index.ts', SRC);
    if (existsSync(file)) return { url: file.href, shortCircuit: true };
  }
  return resolveTypeScript(specifier, context, next);
}

export const load = loadTypeScript;
