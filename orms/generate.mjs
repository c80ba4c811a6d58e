/**
 * Generates the clients of Prisma that the tests and the sample use, one for each database. Prisma would first download engines
 * that nothing here needs, from outside of the registry of npm; a program that does nothing stands in their place.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('.', import.meta.url));
const env = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
  PRISMA_QUERY_ENGINE_LIBRARY: '/bin/true',
  CHECKPOINT_DISABLE: '1',
};
const SAMPLE = '../sample-app/orm/prisma';
const { version } = JSON.parse(readFileSync(`${cwd}node_modules/prisma/package.json`, 'utf8'));
const isPrisma6 = version.startsWith('6.');

const run = (program, ...given) =>
  execFileSync('node', [program, ...given], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
const generate = (schema) => run('node_modules/prisma/build/index.js', 'generate', '--schema', schema);

/** Prisma 6 has an engine of its own unless it is told otherwise, and wants a URL, which a driver adapter makes idle. */
function forPrisma6(database) {
  const text = readFileSync(`${cwd}prisma/${database}.prisma`, 'utf8')
    .replace(/^datasource .*\{$/m, '$&\n  url = "file:none"')
    .replace(/^generator .*\{$/m, '$&\n  engineType = "client"');
  // Beside the client, since the schema names the folder of the client from its own.
  const schema = `generated/schemas/${database}.prisma`;
  mkdirSync(`${cwd}generated/schemas`, { recursive: true });
  writeFileSync(cwd + schema, text.replace('"../generated/', '"../'));
  return schema;
}

for (const database of ['postgresql', 'mysql', 'sqlite'])
  generate(isPrisma6 ? forPrisma6(database) : `prisma/${database}.prisma`);

// The sample is of one version.
if (!isPrisma6) {
  for (const database of ['postgresql', 'mysql']) generate(`${SAMPLE}/${database}.prisma`);
  // Prisma generates TypeScript. Jest compiles it for the tests; the sample is run by Node.
  run('../node_modules/typescript/bin/tsc', '--project', 'sample.tsconfig.json');
}
