/**
 * Generates the clients of Prisma that the tests and the sample use, one for each database. Prisma would first download an
 * engine that nothing here needs, from outside of the registry of npm; a program that does nothing stands in its place.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('.', import.meta.url));
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };
const SAMPLE = '../sample-app/orm/prisma';
const run = (program, ...given) =>
  execFileSync('node', [program, ...given], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });

for (const schema of [
  ...['postgresql', 'mysql', 'sqlite'].map((database) => `prisma/${database}.prisma`),
  ...['postgresql', 'mysql'].map((database) => `${SAMPLE}/${database}.prisma`),
])
  run('node_modules/prisma/build/index.js', 'generate', '--schema', schema);

// Prisma generates TypeScript. Jest compiles it for the tests; the sample is run by Node.
run('../node_modules/typescript/bin/tsc', '--project', 'sample.tsconfig.json');
