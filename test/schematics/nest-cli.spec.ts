/** The schematic of the build, run by the program that the Nest CLI runs, on a project on disk. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const PROGRAM = resolve('node_modules/@angular-devkit/schematics-cli/bin/schematics.js');
const APP = "import { Module } from '@nestjs/common';\n\n@Module({})\nexport class AppModule {}\n";

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'nestjs-etag-nest-add-'));
  for (const folder of ['src', 'node_modules']) mkdirSync(join(project, folder));
  symlinkSync(resolve('.'), join(project, 'node_modules/nestjs-etag'));
  writeFileSync(join(project, 'src/app.module.ts'), APP);
  writeFileSync(join(project, 'package.json'), '{"dependencies":{"@nestjs/core":"12"}}');
});
afterEach(() => rmSync(project, { recursive: true }));

function nestAdd(...options: string[]): Promise<{ failed: boolean; said: string; app: string }> {
  const args = [PROGRAM, 'nestjs-etag:nest-add', '--source-root=src', ...options];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: project }, (error, stdout, stderr) => {
      const app = readFileSync(join(project, 'src/app.module.ts'), 'utf8');
      done({ failed: error !== null, said: stripVTControlCharacters(stdout + stderr), app });
    });
  });
}

const IMPORTED = APP.replace(
  "common';",
  "common';\nimport { EtagModule } from 'nestjs-etag';\nimport { EtagTypeOrmModule } from 'nestjs-etag/typeorm';",
).replace('{}', '{ imports: [EtagModule.forRoot(), EtagTypeOrmModule.forFeature([])] }');

describe('the schematic, as the Nest CLI runs it', () => {
  it('imports the modules, and a second time nothing', async () => {
    const options = ['--orm', 'typeorm', '--skip-install'];
    const first = await nestAdd(...options);
    expect(first).toMatchObject({ failed: false, app: IMPORTED });
    expect(first.said).toContain('UPDATE src/app.module.ts');
    expect(first.said).toContain('Please install what is missing: @nestjs/typeorm@12 typeorm');
    const second = await nestAdd(...options);
    expect(second).toMatchObject({ failed: false, app: IMPORTED });
    expect(second.said).toContain('Nothing to be done.');
  });

  it('writes nothing with --dry-run', async () => {
    const { failed, said, app } = await nestAdd('--dry-run');
    expect({ failed, app }).toEqual({ failed: false, app: APP });
    expect(said).toContain('UPDATE src/app.module.ts');
  });

  it.each([
    ['an ORM', ['--orm', 'sequel'], '--orm sequel is not known. It can be: '],
    ['an option', ['--ormm', 'typeorm'], 'ormm'],
  ])('refuses %s that it does not have', async (_, options, message) => {
    const { failed, said, app } = await nestAdd(...options);
    expect({ failed, app }).toEqual({ failed: true, app: APP });
    expect(said).toContain(message);
  });
});
