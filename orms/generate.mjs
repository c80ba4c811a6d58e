/**
 * Generates the clients of Prisma that the tests use, one for each database. Prisma would first download engines that
 * nothing here needs, from outside of the registry of npm; a program that does nothing stands in their place.
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
const { version } = JSON.parse(readFileSync(`${cwd}node_modules/prisma/package.json`, 'utf8'));

/** Prisma 6 has an engine of its own unless it is told otherwise, and wants a URL, which a driver adapter makes idle. */
function forPrisma6(schema) {
  return schema
    .replace(/^datasource .*\{$/m, '$&\n  url = "file:none"')
    .replace(/^generator .*\{$/m, '$&\n  engineType = "client"');
}

for (const database of ['postgresql', 'mysql', 'sqlite']) {
  let schema = `prisma/${database}.prisma`;
  if (version.startsWith('6.')) {
    const text = forPrisma6(readFileSync(cwd + schema, 'utf8'));
    // Beside the client, since the schema names the folder of the client from its own.
    schema = `generated/schemas/${database}.prisma`;
    mkdirSync(`${cwd}generated/schemas`, { recursive: true });
    writeFileSync(cwd + schema, text.replace('"../generated/', '"../'));
  }
  execFileSync('node', ['node_modules/prisma/build/index.js', 'generate', '--schema', schema], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
