import 'reflect-metadata';
import { ConfigError, readAdapter } from '../config.js';
import { createApp } from '../create-app.js';
import { play } from './play.js';
import { printer } from './print.js';

/** On a fresh database in memory, whatever the environment says of others, so that the story is always the same. */
async function tour(): Promise<number> {
  const adapter = readAdapter(process.env);
  const app = await createApp({ adapter, port: 0 }, { logger: ['error', 'warn'] });
  try {
    await app.listen(0, '127.0.0.1');
    console.log(`Conditional requests on ${adapter}, as they go over the wire.\n`);
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
