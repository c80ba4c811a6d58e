import 'reflect-metadata';
import { ConfigError, readConfig } from '../config.js';
import { createApp } from '../create-app.js';
import { play } from './play.js';
import { printer } from './print.js';

/**
 * On a fresh database in memory, whatever the environment says of others, so that the story is always the same. MongoDB
 * alone is never in memory.
 */
async function tour(): Promise<number> {
  const { adapter, orm, databaseUrl } = readConfig(process.env);
  const database = orm === 'mongoose' ? { databaseUrl } : {};
  const app = await createApp({ adapter, orm, port: 0, ...database }, { logger: ['error', 'warn'] });
  try {
    await app.listen(0, '127.0.0.1');
    console.log(`Conditional requests on ${adapter} with ${orm}, as they go over the wire.\n`);
    return await play(await app.getUrl(), printer(process.stdout));
  } finally {
    await app.close();
  }
}

try {
  const wrong = await tour();
  console.log(
    wrong === 0 ? 'Every answer was as it should be.' : `Answers that were not as they should be: ${wrong}.`,
  );
  process.exitCode = wrong === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
