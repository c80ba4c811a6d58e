import { execFile } from 'node:child_process';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/documentdb/', import.meta.url));
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The second is a shell, which initdb calls: every Debian has one, so that no package asks for it. */
const PACKAGES = ['postgresql-18-documentdb', 'dash'];

/** A machine on which DocumentDB cannot be had; its message says why. */
export class Unavailable extends Error {}

/**
 * Unpacks DocumentDB, and all that it needs, into an empty folder. Debian sid alone has it: apt gets lists, a cache
 * and a status of its own, in which nothing is installed, and the system stays as it is.
 * @throws Unavailable
 */
export async function unpackDocumentdb(folder) {
  if (process.getuid?.() !== 0) throw new Unavailable('only root can start it, by chroot');
  const tools = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', KEYRING].map((file) => access(file));
  await Promise.all(tools).catch(() => {
    throw new Unavailable('it is a package of Debian, and this is none');
  });
  for (const archive of await download()) await run('dpkg-deb', ['--extract', archive, folder]);
}

/** @returns the archives, of which the cache may have older ones as well */
async function download() {
  const config = await configure();
  const apt = async (...args) =>
    (await run('apt-get', ['--config-file', config, ...args], { maxBuffer: 2 ** 24 })).stdout;
  const install = ['--yes', '--no-install-recommends', 'install', ...PACKAGES];
  try {
    await apt('--error-on=any', 'update');
    await apt('--download-only', ...install);
    const wanted = await apt('--simulate', ...install);
    return await archivesOf(wanted);
  } catch (error) {
    const [reason] = String(error.stderr ?? error).match(/^E: .*$/m) ?? [error.message];
    throw new Unavailable(`apt could not download ${PACKAGES[0]} from Debian sid: ${reason}`);
  }
}

/** `Inst NAME (VERSION …)`: of an archive's name both are parts, and the version is escaped. */
async function archivesOf(simulated) {
  const folder = join(CACHE, 'archives');
  const archives = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  const wanted = [...simulated.matchAll(/^Inst (\S+) \((\S+)/gm)].map(
    ([, name, version]) => `${name}_${version}_`,
  );
  const found = archives.filter((name) => wanted.includes(nameAndVersionOf(name)));
  if (found.length !== wanted.length)
    throw new Error(`${wanted.length} packages, but ${found.length} archives`);
  return found.map((name) => join(folder, name));
}

function nameAndVersionOf(archive) {
  return decodeURIComponent(archive.slice(0, archive.lastIndexOf('_') + 1));
}

/** What the system's configuration says stays in force, proxies above all; but not what it has apt run afterwards. */
async function configure() {
  const folders = ['lists/partial', 'archives/partial'].map((name) => join(CACHE, name));
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
  const [config, sources, status] = ['apt.conf', 'sources.list', 'status'].map((name) => join(CACHE, name));
  await writeFile(sources, `deb [signed-by=${KEYRING}] http://deb.debian.org/debian sid main\n`);
  await writeFile(status, '');
  const settings = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State': CACHE,
    'Dir::State::Status': status,
    'Dir::Cache': CACHE,
    'APT::Sandbox::User': 'root',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  const hooks = ['Pre-Invoke', 'Post-Invoke', 'Post-Invoke-Success'].map(
    (hook) => `#clear APT::Update::${hook};\n`,
  );
  await writeFile(config, [...lines, ...hooks].join(''));
  return config;
}
