// Runs tests, unchanged, against other versions of a library: in a copy of the tracked files, with these installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Tools no test needs: the other runs use them. */
const NOT_NEEDED = ['@arethetypeswrong/cli', 'knip', 'oxlint', 'prettier', 'publint', 'typescript-7'];

/**
 * @param ask changes the manifest of the copy, so that it asks for the other versions
 * @param expected the versions that have to be installed then, by package: how each begins
 * @param jest arguments of jest
 * @returns the exit code; the build compiles src against the other declarations, too
 */
export function testCopy({ name, ask, expected, jest }) {
  const folder = mkdtempSync(join(tmpdir(), `nestjs-etag-${name}-`));
  try {
    copyTrackedFiles(folder);
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(ask), null, 2)}\n`);
    // The lock file stays: everything else is the same as in the other runs.
    mustRun('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], folder);
    for (const [library, beginning] of Object.entries(expected)) checkVersion(folder, library, beginning);
    mustRun('npm', ['run', 'build'], folder);
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    return run(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...jest], folder);
  } catch (error) {
    console.error(error.message);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifest(ask) {
  const read = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of NOT_NEEDED) delete read.devDependencies[name];
  ask(read);
  return read;
}

function copyTrackedFiles(to) {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0').filter(Boolean)) {
    const source = join(root, file);
    // Deleted in the working tree, and not yet in the index.
    if (!existsSync(source)) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(source, join(to, file));
  }
}

function checkVersion(folder, library, beginning) {
  const file = join(folder, 'node_modules', library, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8'));
  if (!version.startsWith(beginning))
    throw new Error(`${library} ${version} was installed where ${beginning} was asked for.`);
  console.log(`${library} ${version}, Node ${process.version}`);
}

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  return status ?? 1;
}

function mustRun(command, args, cwd) {
  const status = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${status}.`);
}
