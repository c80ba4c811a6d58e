// Checks what a user would install: packs the tarball, lints it, installs it into an empty folder and runs a
// Nest application from there. Everything before this stands on src; only this stands on what ships.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { CONSUMER } from './package-consumer.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const work = mkdtempSync(join(tmpdir(), 'nestjs-etag-package-'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const SHIPPED =
  /^(dist\/.+\.(js|d\.ts)|dist\/cjs\/(package|schematics\/.+)\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/errors\.md|docs\/metrics\/[a-z]+\.(json|yml)|package\.json)$/;
const REQUIRED = ['README.md', 'LICENSE', 'CHANGELOG.md', 'docs/errors.md', 'package.json'];
const INSTALLED_WITH = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-express',
  'reflect-metadata',
  'rxjs',
  '@types/node',
];

function run(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const said = [error.stdout, error.stderr].filter(Boolean).join('\n').trim();
    throw new Error(`${basename(command)} ${args.join(' ')} failed:\n${said || error.message}`, {
      cause: error,
    });
  }
}

function check(what, does) {
  const result = does();
  console.log(`✔ ${what}`);
  return result;
}

async function checkAsync(what, does) {
  const result = await does();
  console.log(`✔ ${what}`);
  return result;
}

/** The script behind a command of a development dependency, so that no shell and no PATH is needed. */
function commandOf(manifestUrl, command) {
  const { bin } = JSON.parse(readFileSync(new URL(manifestUrl), 'utf8'));
  return fileURLToPath(new URL(bin[command], manifestUrl));
}

function pack() {
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', work], root);
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack left no tarball.');
  return join(work, tarball);
}

function checkContents(tarball) {
  const files = run('tar', ['-tzf', tarball])
    .split('\n')
    .filter(Boolean)
    .map((path) => path.replace(/^package\//, ''));
  const stray = files.filter((path) => !SHIPPED.test(path));
  if (stray.length > 0) throw new Error(`The tarball holds what no user needs:\n  ${stray.join('\n  ')}`);
  const targets = filesIn([
    manifest.main,
    manifest.types,
    manifest.typesVersions,
    manifest.exports,
    manifest.schematics,
  ]);
  const missing = [...REQUIRED, ...targets].filter((path) => !files.includes(path));
  if (missing.length > 0) throw new Error(`The tarball lacks:\n  ${missing.join('\n  ')}`);
}

/** What the conditions of an entry point lead to, from however deep. */
function filesIn(target) {
  return typeof target === 'string' ? [target.replace(/^\.\//, '')] : Object.values(target).flatMap(filesIn);
}

async function lint(tarball) {
  const bytes = readFileSync(tarball);
  const contents = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: contents }, strict: true });
  // Suggestions are matters of taste (a repository field, say); warnings and errors break somebody's install.
  const problems = messages.filter(({ type }) => type !== 'suggestion');
  if (problems.length === 0) return;
  throw new Error(`publint:\n  ${problems.map((message) => formatMessage(message, pkg)).join('\n  ')}`);
}

function install(tarball) {
  const consumer = join(work, 'consumer');
  mkdirSync(consumer);
  for (const [name, text] of Object.entries(CONSUMER)) writeFileSync(join(consumer, name), text);
  const versions = INSTALLED_WITH.map((name) => `${name}@${lock.packages[`node_modules/${name}`].version}`);
  run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-exact', tarball, ...versions],
    consumer,
  );
  return consumer;
}

const TSC = commandOf(import.meta.resolve('typescript/package.json'), 'tsc');
const ATTW = commandOf(import.meta.resolve('@arethetypeswrong/cli/package.json'), 'attw');

/** Whether a line of the compiler's is about somebody else's declarations, or goes on about the line before. */
function isForeign(line) {
  return line.startsWith(' ') || /^node_modules\/(?!nestjs-etag\/)/.test(line);
}

/**
 * Compiles the consumer with library checks on. Only what is wrong in our declarations or in the consumer counts: the
 * declarations of Nest and its platform refer to optional libraries that an application need not have.
 */
function compile(consumer) {
  try {
    execFileSync(process.execPath, [TSC, '--pretty', 'false', '-p', '.'], {
      cwd: consumer,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const lines = String(error.stdout).split('\n').filter(Boolean);
    const ours = lines.filter((line) => !isForeign(line));
    if (ours.length > 0)
      throw new Error(`A consumer does not compile:\n  ${ours.join('\n  ')}`, { cause: error });
  }
}

function runBuilt(consumer, file) {
  return run(process.execPath, [join(consumer, 'build', file)], consumer);
}

try {
  const tarball = check('npm pack', pack);
  check('the tarball holds dist, README, LICENSE, CHANGELOG and package.json, and nothing else', () =>
    checkContents(tarball),
  );
  await checkAsync('publint', () => lint(tarball));
  check('are the types wrong? (node10, node16 from CommonJS and from an ES module, bundler)', () =>
    run(process.execPath, [ATTW, tarball, '--profile', 'strict'], root),
  );
  const consumer = check('npm install of the tarball into an empty folder', () => install(tarball));
  check('an ESM and a CommonJS consumer compile against its declarations', () => compile(consumer));
  for (const [how, file] of [
    ['import', 'application.js'],
    ['require()', 'application.cjs'],
  ]) {
    check(`${how} of nestjs-etag and its core, and a Nest application: 200 with ETag, 304, 412`, () =>
      runBuilt(consumer, file),
    );
  }
  check('import = require() of nestjs-etag and nestjs-etag/rfc9110', () =>
    runBuilt(consumer, 'commonjs.cjs'),
  );
  for (const [how, file] of [
    ['import', 'testing.js'],
    ['require()', 'testing.cjs'],
  ]) {
    check(`${how} of nestjs-etag/testing, and the command nestjs-etag check`, () => runBuilt(consumer, file));
  }
  check('import and require() in one process: one instance', () => runBuilt(consumer, 'both.js'));
  console.log(`${relative(work, tarball)} is fit to publish.`);
} catch (error) {
  console.error(`✘ ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
