import { parseArgs } from 'node:util';

const ADAPTERS = ['express', 'fastify', 'node'] as const;
export type Adapter = (typeof ADAPTERS)[number];

export const USAGE = `npm run soak -- [options]

  --minutes N      how long the load lasts, over all adapters (10)
  --adapter NAME   express or fastify alone, or node, where @nestjs/platform-node is installed`;

export interface Options {
  readonly minutes: number;
  readonly adapters: readonly Adapter[];
}

const MOST_MINUTES = 24 * 60;

/** @throws Error whose message says which option is wrong */
export function readOptions(args: string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { minutes: text, adapter: text } });
  const minutes = Number(values.minutes ?? 10);
  if (!(minutes > 0 && minutes <= MOST_MINUTES))
    throw new Error(`--minutes takes a number up to ${MOST_MINUTES}, not "${values.minutes}".`);
  if (values.adapter === undefined) return { minutes, adapters: ['express', 'fastify'] };
  const adapters = ADAPTERS.filter((name) => name === values.adapter);
  if (adapters.length === 0)
    throw new Error(`--adapter takes ${ADAPTERS.join(', ')}, not "${values.adapter}".`);
  return { minutes, adapters };
}
