// Makes dist/cjs: the ES modules in dist, file by file as CommonJS, with the same declarations.
//
// Why the package has both: jest before Node 24.9 cannot load an ES module by require(), and TypeScript's `commonjs`,
// `node16` and `node18` refuse to. Why it is not CommonJS alone behind a thin ES face: the same jest could not load that
// beside Nest 12, which is ES modules only. Node never loads both: wherever it can require() an ES module it knows the
// condition `module-sync`, which leads require() to the very modules that import loads. Bundlers know `module`. One that
// does load both is jest before Node 24.9 with its flag for ES modules; such an application is refused at start-up.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const FROM = 'dist';
const TO = join(FROM, 'cjs');

const COMPILER_OPTIONS = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2023,
  esModuleInterop: true,
  allowJs: true,
};

function translated(file) {
  const { outputText, diagnostics } = ts.transpileModule(readFileSync(join(FROM, file), 'utf8'), {
    fileName: file,
    compilerOptions: COMPILER_OPTIONS,
    reportDiagnostics: true,
  });
  if (diagnostics.length > 0) throw new Error(ts.formatDiagnostics(diagnostics, ts.createCompilerHost({})));
  return outputText;
}

const files = readdirSync(FROM, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(js|d\.ts)$/.test(file),
);
for (const file of files) {
  mkdirSync(dirname(join(TO, file)), { recursive: true });
  if (file.endsWith('.js')) writeFileSync(join(TO, file), translated(file));
  else cpSync(join(FROM, file), join(TO, file));
}
// The package's own type is "module".
writeFileSync(join(TO, 'package.json'), '{ "type": "commonjs", "sideEffects": false }\n');

// What the Nest CLI reads of the schematic, beside its code.
for (const file of ['collection.json', 'nest-add.schema.json']) {
  cpSync(join('src/schematics', file), join(TO, 'schematics', file));
}
