// Builds the package, or the sample application after it, where that is not there already: nearly every command begins with
// this. What was built of what is noted by content, so that a file that was changed by hand, here or there, is seen.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOTES = 'node_modules/.cache/nestjs-etag';
const TSC = 'node_modules/typescript/bin/tsc';
const COMMON = ['tsconfig.json', 'package-lock.json'];

const PACKAGE = {
  output: 'dist',
  sources: ['src', 'tsconfig.build.json', 'scripts/build-commonjs.mjs', ...COMMON],
  programs: [[TSC, '-p', 'tsconfig.build.json'], ['scripts/build-commonjs.mjs']],
};
const SAMPLE = {
  output: 'sample-app/dist',
  sources: ['sample-app', 'dist', 'nest-cli.json', ...COMMON],
  programs: [
    ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'sample-app'],
    [TSC, '-p', 'sample-app/desk/page'],
  ],
};

/** A file, or the files of a folder, in one order on every machine. */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  return inside.filter((each) => statSync(each).isFile()).toSorted();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function stateOf({ sources, output }) {
  const given = sources.flatMap(filesOf).filter((file) => !file.startsWith(join(output, '/')));
  return `${process.version} ${digestOf(given)} ${digestOf(filesOf(output))}\n`;
}

const node = (args) => execFileSync(process.execPath, args, { stdio: 'inherit' });

function build(target) {
  const note = join(NOTES, target.output.replaceAll('/', '-'));
  if (existsSync(note) && readFileSync(note, 'utf8') === stateOf(target)) {
    console.log(`${target.output} is up to date`);
    return;
  }
  node(['scripts/clean.mjs', target.output]);
  for (const program of target.programs) node(program);
  mkdirSync(NOTES, { recursive: true });
  writeFileSync(note, stateOf(target));
}

try {
  build(PACKAGE);
  if (process.argv[2] === 'sample') build(SAMPLE);
} catch (error) {
  // What failed has said why.
  process.exitCode = error.status ?? 1;
  if (error.status === undefined) throw error;
}
