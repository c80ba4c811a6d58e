/** Which TypeScript reads the project: the project's own, or the Nest CLI's where the project's has no syntax trees. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findCompiler } from '../../src/schematics/compiler.js';

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'nestjs-etag-compiler-'));
});
afterEach(() => rmSync(project, { recursive: true }));

/** A package that says which one it is. */
function install(folder: string, code: string): string {
  const file = join(project, folder, 'index.js');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  writeFileSync(join(dirname(file), 'package.json'), '{}');
  return file;
}

const usable = (version: string) => `exports.version = '${version}'; exports.createSourceFile = () => {};`;

function installTypeScript7(): void {
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(resolve('node_modules/typescript-7'), join(project, 'node_modules/typescript'));
}

it("is the project's own", () => {
  install('node_modules/typescript', usable('6.0.0'));
  install('node_modules/@nestjs/cli/node_modules/typescript', usable('5.0.0'));
  expect(findCompiler(project)?.version).toBe('6.0.0');
});

it("is that of the project's Nest CLI", () => {
  installTypeScript7();
  install('node_modules/@nestjs/cli', '');
  install('node_modules/@nestjs/cli/node_modules/typescript', usable('6.0.1'));
  expect(findCompiler(project)?.version).toBe('6.0.1');
});

it('is that of the Nest CLI which runs, wherever it is installed', () => {
  installTypeScript7();
  install('global/node_modules/typescript', usable('6.0.2'));
  const program = install('global/node_modules/schematics-cli', '');
  expect(findCompiler(project, program)?.version).toBe('6.0.2');
});

it('is none where none can be asked', () => {
  installTypeScript7();
  expect(findCompiler(project)).toBeUndefined();
});
