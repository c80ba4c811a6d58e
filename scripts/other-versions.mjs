// Installs other versions of libraries in a copy of the project.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedVersion, mustRun, readManifest, ROOT } from './copied-project.mjs';

const QUIET = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** Links, where the temporary folder is on the same disk: npm puts new files in the place of those it replaces. */
export function copyInstalled(to) {
  const copy = (how) => execFileSync('cp', [how, join(ROOT, 'node_modules'), to], { stdio: 'pipe' });
  try {
    copy('-al');
  } catch {
    copy('-a');
  }
  // This file alone npm writes in its place, and so in the project's folder, too. It is a cache of what is installed.
  rmSync(join(to, 'node_modules/.package-lock.json'), { force: true });
}

/**
 * @param versions what npm is asked for, by package
 * @returns what was installed, as `name@version`
 */
export function install(folder, versions) {
  const packages = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  // By force: some of the first versions ask for the Nest before.
  mustRun('npm', ['install', '--no-save', '--force', ...QUIET, ...packages], folder);
  return installed(folder, versions);
}

/** Prisma has a folder of its own, and drivers of its own version. */
export function installPrisma(folder, version) {
  const orms = join(folder, 'orms');
  // That of the copy has the versions of the run before.
  const manifest = readManifest(join(ROOT, 'orms'));
  const { devDependencies } = manifest;
  for (const name of Object.keys(devDependencies).filter((each) => each.startsWith('@prisma/adapter-')))
    // Not every registry has each patch of the drivers.
    devDependencies[name] = version.replace(/^(\d+\.\d+)\.\d+$/, '~$1.0');
  const versions = { prisma: version, '@prisma/client': version };
  Object.assign(devDependencies, versions);
  if (/^\D?6\b/.test(version)) devDependencies['pglite-prisma-adapter'] = '^0.6.1';
  // A link to the folder of the project in the copy: npm is not to write there.
  for (const name of ['node_modules', 'generated', 'package-lock.json'])
    rmSync(join(orms, name), { recursive: true, force: true });
  writeFileSync(join(orms, 'package.json'), JSON.stringify(manifest));
  // By force as well: the adapter for PGlite asks for a later client.
  mustRun('npm', ['install', '--force', '--ignore-scripts', ...QUIET], orms);
  mustRun('npm', ['run', 'generate'], orms);
  return installed(orms, versions);
}

/** A version that was not asked for would prove nothing. */
function installed(folder, versions) {
  return Object.entries(versions).map(([name, version]) => {
    const found = installedVersion(folder, name);
    if (/^\d/.test(version) && found !== version)
      throw new Error(`${name} ${found} was installed in the place of ${version}.`);
    return `${name}@${found}`;
  });
}
