// Runs the tests of the adapters, unchanged, against the other versions of their libraries that the ranges of the peer
// dependencies allow, on the embedded databases and on servers. Names of libraries choose among the runs: "drizzle".
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTrackedFiles, jest, mustRun } from './copied-project.mjs';
import { copyInstalled, install, installPrisma } from './other-versions.mjs';

/** A project of jest, and a part of its tests by their names. */
const ALL = [['fast'], ['servers']];

/** Before 6.18 a process has clients of one kind of database alone: https://github.com/prisma/prisma/issues/28221. */
const APART = [
  ['fast', 'with PGlite|a model of Prisma'],
  ['fast', 'with SQLite'],
  ['servers', 'with PostgreSQL'],
  ['servers', 'with MariaDB'],
];

const drizzle = (version) => ({
  library: 'drizzle',
  parts: ALL,
  install: (folder) => install(folder, { 'drizzle-orm': version }),
  isTyped: true,
});

const prisma = (version, parts = ALL) => ({
  library: 'prisma',
  parts,
  install: (folder) => installPrisma(folder, version),
  isTyped: false,
});

/** On a double, or on the server of MONGODB_URL. The first declarations of Mongoose 8 and 9 lack `toBSON()`, which their documents have. */
const mongoose = (version, isTyped = true) => ({
  library: 'mongoose',
  parts: [['fast']],
  install: (folder) => install(folder, { mongoose: version }),
  isTyped,
});

/**
 * Of each line the first version, and the newest where it is not the one of the other tests. A range of release candidates
 * would have npm take a snapshot of the day.
 */
const RUNS = [
  prisma('6.16.0', APART),
  prisma('^6.16.0'),
  prisma('7.0.0'),
  drizzle('0.45.0'),
  drizzle('1.0.0-rc.1'),
  drizzle('1.0.0-rc.5'),
  mongoose('8.2.0', false),
  mongoose('^8.2.0'),
  mongoose('9.0.0', false),
];

/** Compiles the adapter against the other declarations. */
function compile(folder, library) {
  const project = { extends: './tsconfig.build.json', include: [`src/${library}/index.ts`] };
  writeFileSync(join(folder, 'tsconfig.orms.json'), JSON.stringify(project));
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.orms.json', '--noEmit'];
  mustRun(process.execPath, tsc, folder);
}

function test(folder, library, [project, part]) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const paths = `--testPathPatterns=/test/adapters/${library}`;
  const selection = ['--selectProjects', project, paths, ...(part ? ['--testNamePattern', part] : [])];
  const status = jest(folder, [...selection, '--json', `--outputFile=${report}`]);
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
  if (status !== 0 || passed === 0) process.exitCode = 1;
  return `${[project, part].filter(Boolean).join(' ')}: ${passed} passed, ${failed} failed`;
}

function runIn(folder, { library, parts, isTyped, ...run }) {
  const versions = run.install(folder).join(', ');
  console.log(versions);
  if (isTyped) compile(folder, library);
  return [versions, ...parts.map((part) => test(folder, library, part))].join('\n  ');
}

const names = process.argv.slice(2);
const chosen = RUNS.filter(({ library }) => names.length === 0 || names.includes(library));
const folder = mkdtempSync(join(tmpdir(), 'nestjs-etag-orms-'));
const results = [];

/** Fails the run, which goes on. */
function note(error) {
  process.exitCode = 1;
  console.error(error.message);
  return error.message;
}

try {
  if (chosen.length === 0) throw new Error(`No library is called ${names.join(' or ')}.`);
  copyTrackedFiles(folder);
  copyInstalled(folder);
  for (const run of chosen) {
    // One that cannot be installed or compiled says nothing of the others.
    try {
      results.push(runIn(folder, run));
    } catch (error) {
      results.push(note(error));
    }
  }
} catch (error) {
  note(error);
} finally {
  rmSync(folder, { recursive: true, force: true });
  console.log(['', ...results].join('\n'));
}
