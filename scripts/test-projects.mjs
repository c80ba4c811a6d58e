// Generates projects with the Nest CLI 11 and 12, adds the tarball to them by `nest add`, follows the steps of README, and
// then decorates what was generated and does what their owners would: unit tests, e2e tests, tsc under each kind of modules,
// `nest build` with each builder, and starts what was built. Nothing is configured. What stands behind "--" picks kinds:
// 11, 12-esm, 12-cjs. `--short` is what a change may break most easily: of the kinds those that follow README, the oldest
// kind of modules, and tsc.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, nestBuild } from './projects/build.mjs';
import { compile, MODES } from './projects/compile.mjs';
import { decorate, generate, install, ROOT } from './projects/generate.mjs';
import { KINDS } from './projects/kinds.mjs';
import { nestAdd, nestAddTypeOrm } from './projects/nest-add.mjs';
import { followReadme } from './projects/readme.mjs';
import { openRegistry } from './projects/registry.mjs';
import { run, Tally } from './projects/run.mjs';

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const shortened = (list) => (values.short ? list.slice(0, 1) : list);
const started = Date.now();
const work = mkdtempSync(join(tmpdir(), 'nestjs-etag-projects-'));
const tally = new Tally();

async function pack() {
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', work], ROOT);
  return join(
    work,
    readdirSync(work).find((name) => name.endsWith('.tgz')),
  );
}

async function testKind(name, registry) {
  const kind = KINDS[name];
  const check = (what, does) => tally.check(`${kind.title}: ${what}`, does);
  let project;
  const isThere = await check('generated and installed', async () => {
    project = await generate(kind, join(work, name));
    await install(kind, project);
  });
  if (!isThere || !(await check('nest add nestjs-etag', () => nestAdd(project, registry)))) return;
  await check('nest add nestjs-etag --orm typeorm, and nest build', () =>
    nestAddTypeOrm(project, () => nestBuild(project, 'tsc')),
  );
  if (kind.followsReadme) {
    await check('the steps of README: 200, 304 and 412 on Express and Fastify, and the tests generated', () =>
      followReadme(kind, project),
    );
  }
  await check('decorated', async () => decorate(kind, project));
  await check('npm test', () => quietly(run('npm', ['test'], project)));
  await check('npm run test:e2e', () => quietly(run('npm', ['run', 'test:e2e'], project)));
  for (const mode of shortened(MODES)) {
    await check(`tsc, ${mode.join(' and ')}`, () => compile(project, mode, kind));
  }
  for (const builder of shortened(kind.builders)) {
    await check(`nest build with ${builder}, and started`, () => build(project, builder));
  }
}

async function quietly(command) {
  await command;
}

try {
  const registry = await openRegistry(await pack());
  const all = Object.keys(KINDS).filter((name) => !values.short || KINDS[name].followsReadme);
  const kinds = positionals.length > 0 ? positionals : all;
  await Promise.all(kinds.map((name) => testKind(name, registry))).finally(registry.close);
} catch (error) {
  tally.failed += 1;
  console.error(error);
} finally {
  rmSync(work, { recursive: true, force: true });
}
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} left out, in ${seconds} s`);
if (tally.failed > 0) process.exitCode = 1;
