// Runs the test suite, unchanged, against Nest 11: a copy of the tracked files, with the older Nest installed
// beside it. What stands behind "--" goes to jest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTrackedFiles, installedVersion, jest, mustRun, readManifest, ROOT } from './copied-project.mjs';

/** Nest's packages in their last version for Nest 11; what only builds or generates stays. */
const NEST_11 = {
  '@nestjs/common': '^11.0.0',
  '@nestjs/core': '^11.0.0',
  '@nestjs/platform-express': '^11.0.0',
  '@nestjs/platform-fastify': '^11.0.0',
  '@nestjs/microservices': '^11.0.0',
  '@nestjs/testing': '^11.0.0',
  '@nestjs/typeorm': '^11.0.0',
  '@nestjs/swagger': '^11.0.0',
  '@nestjs/cache-manager': '^3.0.0',
  '@nestjs/mongoose': '^11.0.0',
  '@nestjs/passport': '^11.0.0',
  '@nestjs/sequelize': '^11.0.0',
  '@nestjs/serve-static': '^5.0.0',
  '@nestjs/throttler': '^6.4.0',
};
const UNCHANGED = new Set(['@nestjs/cli', '@nestjs/schematics']);
/** Tools no test needs: the other runs use them. */
const NOT_NEEDED = ['@arethetypeswrong/cli', 'knip', 'oxlint', 'prettier', 'publint', 'typescript-7'];

function nest11Manifest() {
  const manifest = readManifest(ROOT);
  const { devDependencies } = manifest;
  for (const name of NOT_NEEDED) delete devDependencies[name];
  for (const name of Object.keys(devDependencies)) {
    if (!name.startsWith('@nestjs/') || UNCHANGED.has(name)) continue;
    // A Nest package nobody thought of would drag Nest 12 in, and the run would prove nothing.
    if (!NEST_11[name]) throw new Error(`${name}: add its version for Nest 11 to scripts/test-nest11.mjs.`);
    devDependencies[name] = NEST_11[name];
  }
  // Of Nest 11, platform-fastify asks for version 10 of it, and serve-static for 8 or 9.
  manifest.overrides['@nestjs/serve-static'] = { '@fastify/static': '$@fastify/static' };
  return manifest;
}

const folder = mkdtempSync(join(tmpdir(), 'nestjs-etag-nest11-'));
try {
  copyTrackedFiles(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(nest11Manifest(), null, 2)}\n`);
  // The lock file stays: everything but Nest is the same as in the other runs.
  mustRun('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], folder);
  const version = installedVersion(folder, '@nestjs/core');
  if (!version.startsWith('11.')) throw new Error(`Nest ${version} was installed where 11 was asked for.`);
  console.log(`Nest ${version}, Node ${process.version}`);
  // Compiles src against the declarations of Nest 11, too.
  mustRun('npm', ['run', 'build'], folder);
  process.exitCode = jest(folder, process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
