// Runs the test suite, unchanged, against Nest 11: a copy of the tracked files, with the older Nest installed
// beside it. What stands behind "--" goes to jest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTrackedFiles, installedVersion, jest, mustRun, readManifest, ROOT } from './copied-project.mjs';
import { askForNest11 } from './nest-11.mjs';

/** Tools no test needs: the other runs use them. */
const NOT_NEEDED = ['@arethetypeswrong/cli', 'knip', 'oxlint', 'prettier', 'publint', 'typescript-7'];

function nest11Manifest() {
  const manifest = readManifest(ROOT);
  for (const name of NOT_NEEDED) delete manifest.devDependencies[name];
  askForNest11(manifest);
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
