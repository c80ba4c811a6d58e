/**
 * Generates the clients of Prisma that the tests use, one for each database. Prisma would first download an engine that
 * nothing here needs, from outside of the registry of npm; a program that does nothing stands in its place.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('.', import.meta.url));
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' };

for (const database of ['postgresql', 'mysql', 'sqlite']) {
  const schema = `prisma/${database}.prisma`;
  execFileSync('node', ['node_modules/prisma/build/index.js', 'generate', '--schema', schema], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
