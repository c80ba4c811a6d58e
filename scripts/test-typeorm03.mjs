// Runs the tests of the TypeORM adapter, unchanged, against the oldest TypeORM 0.3 that is supported and the newest
// there is, with Nest 11 and @nestjs/typeorm 11. The first argument may be one of the versions alone; what stands
// behind it goes to jest.
import { askForNest11 } from './nest-11.mjs';
import { testCopy } from './test-copy.mjs';

/** What to ask for, and how what is installed then begins. */
const VERSIONS = { '0.3.20': '0.3.20', 0.3: '0.3.' };

const [named, ...others] = process.argv.slice(2);
const isVersion = named !== undefined && named in VERSIONS;
const given = isVersion ? others : process.argv.slice(2);
const jest =
  given.length > 0 ? given : ['--selectProjects', 'fast', 'servers', '--testPathPatterns=/test/typeorm/'];

function ask(version) {
  return (manifest) => {
    askForNest11(manifest);
    manifest.devDependencies.typeorm = version === '0.3' ? '^0.3.20' : version;
  };
}

for (const version of isVersion ? [named] : Object.keys(VERSIONS)) {
  const name = `typeorm-${version}`;
  const expected = { typeorm: VERSIONS[version], '@nestjs/typeorm': '11.' };
  const status = testCopy({ name, ask: ask(version), expected, jest });
  if (status !== 0) process.exitCode = status;
}
