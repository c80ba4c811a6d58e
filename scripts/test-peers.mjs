// Runs a selection of the tests against the lowest versions that the ranges of the peer dependencies allow. All other
// runs are against the highest. What stands behind "--" goes to jest as well.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTrackedFiles, jest, mustRun, readManifest, ROOT } from './copied-project.mjs';
import { copyInstalled, install } from './other-versions.mjs';

/** Nest has these in the versions of its core. They are no peers: the tests need them. */
const LIKE_NEST = ['platform-express', 'platform-fastify', 'testing', 'microservices'];

/** What asks the peers for most: decorators of every kind, rxjs, a store of tags, rows, and each integration. */
const SELECTION = [
  'http/(module/module|reads/tags|writes/(conflicts|already-applied)|transports/hybrid|remembered/remember)',
  'typeorm/(http|module)',
  'adapters/(drizzle|mongoose)',
  '(swagger|metrics)/',
  'testing/(frameworks|matchers)',
];

/** The first Sequelize takes no stream in the place of a connection, so that it has to have a server. */
const ON_SERVERS = 'adapters/sequelize';

/** It has a folder of its own, since it is too large for the dependencies of the package: test:orms has its first versions. */
const PRISMA = '@prisma/client';

/** The lowest version of a range, with the parts that it leaves off. */
function lowestOf(range) {
  const [major, minor = 0, patch = 0] = /\d+(?:\.\d+)*/.exec(range)[0].split('.');
  return [major, minor, patch].join('.');
}

function lowestPeers() {
  const { peerDependencies } = readManifest(ROOT);
  const ranges = Object.entries(peerDependencies).filter(([name]) => name !== PRISMA);
  const lowest = Object.fromEntries(ranges.map(([name, range]) => [name, lowestOf(range)]));
  for (const name of LIKE_NEST) lowest[`@nestjs/${name}`] = lowest['@nestjs/core'];
  return lowest;
}

/** Their first declarations lack what their code, or that of MikroORM 7, has: what is built of these folders shows none of it. */
const UNDECLARED = ['src/mongoose', 'src/sequelize', 'src/mikro-orm'];

/** As CommonJS: the first rxjs have no declarations that an ES module finds. */
function compile(folder) {
  const project = { extends: './tsconfig.build.json', exclude: UNDECLARED };
  writeFileSync(join(folder, 'tsconfig.peers.json'), JSON.stringify(project));
  const modules = [
    '--module',
    'commonjs',
    '--moduleResolution',
    'node10',
    '--ignoreDeprecations',
    '6.0',
    '--verbatimModuleSyntax',
    'false',
  ];
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.peers.json', '--noEmit', ...modules];
  mustRun(process.execPath, tsc, folder);
}

const folder = mkdtempSync(join(tmpdir(), 'nestjs-etag-peers-'));
try {
  copyTrackedFiles(folder);
  copyInstalled(folder);
  console.log(install(folder, lowestPeers()).join('\n'));
  // Compiles src against the oldest declarations, too.
  compile(folder);
  // Some tests use the package as it is built.
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const [project, paths] of [
    ['fast', SELECTION.join('|')],
    ['servers', ON_SERVERS],
  ]) {
    const selection = ['--selectProjects', project, `--testPathPatterns=/test/(${paths})`];
    process.exitCode ||= jest(folder, [...selection, ...process.argv.slice(2)]);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
