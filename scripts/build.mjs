// Makes dist, unless it is there already: nearly every command begins with this. What was built of what is noted by content,
// so that a file that was changed by hand, here or there, is seen.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NOTE = 'node_modules/.cache/nestjs-etag/built';
const SOURCES = [
  'src',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build-commonjs.mjs',
  'package-lock.json',
];

/** A file, or the files of a folder, in one order on every machine. */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  return inside.filter((each) => statSync(each).isFile()).toSorted();
}

function digestOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const state = () => `${process.version} ${digestOf(SOURCES)} ${digestOf(['dist'])}\n`;
const node = (...args) => execFileSync(process.execPath, args, { stdio: 'inherit' });

if (existsSync(NOTE) && readFileSync(NOTE, 'utf8') === state()) {
  console.log('dist is up to date');
} else {
  node('scripts/clean.mjs', 'dist');
  try {
    node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
    node('scripts/build-commonjs.mjs');
  } catch (error) {
    process.exit(error.status ?? 1);
  }
  mkdirSync(dirname(NOTE), { recursive: true });
  writeFileSync(NOTE, state());
}
