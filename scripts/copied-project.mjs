// A copy of the tracked files in a temporary folder, where other versions of something are installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** What `npm run orms` makes. None of it depends on the version of Nest. */
const INSTALLED = ['orms/node_modules', 'orms/generated'];

export function copyTrackedFiles(to) {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of files.split('\0').filter(Boolean)) {
    const source = join(ROOT, file);
    // Deleted in the working tree, and not yet in the index.
    if (!existsSync(source)) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(source, join(to, file));
  }
  for (const folder of INSTALLED)
    if (existsSync(join(ROOT, folder))) symlinkSync(join(ROOT, folder), join(to, folder));
}

export function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  return status ?? 1;
}

export function mustRun(command, args, cwd) {
  const status = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${status}.`);
}

export function jest(folder, args) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return run(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...args], folder);
}

export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

export function installedVersion(folder, name) {
  return readManifest(join(folder, 'node_modules', name)).version;
}
