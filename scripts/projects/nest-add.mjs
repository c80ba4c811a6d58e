// `nest add nestjs-etag`, with the Nest CLI of the project.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const OURS = "import { EtagModule } from 'nestjs-etag';";
const TYPEORM = "import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';";

/** Installs the package, and imports the module. */
export async function nestAdd(project, { env }) {
  const before = rootModule(project);
  await run(process.execPath, [nest, 'add', 'nestjs-etag'], project, env);
  const added = before
    .replace("from '@nestjs/common';", `$&\n${OURS}`)
    .replace('imports: []', 'imports: [EtagModule.forRoot()]');
  assert.equal(rootModule(project), added);
  await nestAddAgain(project, []);
  assert.equal(rootModule(project), added);
}

/** The module of an ORM, once and a second time. What it writes is taken back: there is no data source. */
export async function nestAddTypeOrm(project, builds) {
  const before = rootModule(project);
  const added = before
    .replace(OURS, `$&\n${TYPEORM}`)
    .replace('forRoot()', '$&, EtagTypeOrmModule.forFeature([])');
  for (const _ of ['once', 'again']) {
    await nestAddAgain(project, ['--orm', 'typeorm']);
    assert.equal(rootModule(project), added);
  }
  await builds();
  writeFileSync(join(project, 'src/app.module.ts'), before);
}

const nest = join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

async function nestAddAgain(project, options) {
  await run(process.execPath, [nest, 'add', 'nestjs-etag', '--skip-install', ...options], project);
}

function rootModule(project) {
  return readFileSync(join(project, 'src/app.module.ts'), 'utf8');
}
