/** `npm run fuzz -- --requests 1000000 --seed 1 --adapter fastify`: random requests outside of Jest, in as many rounds as it takes. */
import { parseArgs } from 'node:util';
import { ADAPTERS } from '../support/adapters.js';
import { fuzz } from './fuzz.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { requests: text, seed: text, adapter: text } });
const requests = Number(values.requests ?? 10_000);
const seed = Number(values.seed ?? Date.now() % 2_147_483_647);
const adapters = ADAPTERS.filter(({ name }) => name === (values.adapter ?? name));
if (!(requests > 0) || !Number.isInteger(seed) || adapters.length === 0)
  throw new Error('--requests and --seed take whole numbers, --adapter takes express, fastify or node.');

console.log(`seed ${seed}`);
for (const adapter of adapters) {
  const started = performance.now();
  const sent = await fuzz(adapter, Math.ceil(requests / adapters.length), seed);
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(
    `✔ ${adapter.name}: ${sent.requests} requests in ${seconds} s, by status: ${JSON.stringify(sent.statuses)}`,
  );
}
process.exit();
