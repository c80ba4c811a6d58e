import { parseArgs } from 'node:util';
import { DATABASES, type DatabaseName } from './databases/database.js';
import { ALL_ORMS, type OrmName } from './orms.js';
import type { Adapter } from './scenario.js';
import { MOST_CLIENTS } from './tally.js';
import { VARIANTS, type Variant } from './variants.js';

export const USAGE = `npm run race -- [options]

  --writes N         decrements that have to succeed in each race (2000; 200 with --short)
  --clients N        concurrent clients (32)
  --processes N      processes of the application (4; always 1 on PGlite)
  --adapter NAME     express or fastify alone, or node, where @nestjs/platform-node is installed
  --database NAME    ${DATABASES.join(', ')} alone; "private" is a PostgreSQL that is restarted
  --variant NAME     ${Object.keys(VARIANTS).join(', ')} alone
  --orm NAME         all, or some of ${ALL_ORMS.join(', ')}: its adapter alone, on each of its databases
  --faults           only the races in which things go wrong
  --short            little of everything; of variants, those that are named`;

export interface Options {
  readonly writes: number;
  readonly clients: number;
  readonly processes: number;
  readonly adapters: readonly Adapter[];
  readonly databases: readonly DatabaseName[];
  /** Empty where every race is wanted, those of no variant as well. */
  readonly variants: readonly Variant[];
  /** Undefined where the races are those of the sample, with little of each library. */
  readonly orms: readonly OrmName[] | undefined;
  readonly faultsOnly: boolean;
  readonly short: boolean;
}

const ALL_VARIANTS = Object.keys(VARIANTS) as Variant[];
const USUAL: readonly Adapter[] = ['express', 'fastify'];

/** @throws Error whose message says which option is wrong */
export function readOptions(args: string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args,
    options: {
      writes: text,
      clients: text,
      processes: text,
      adapter: text,
      database: text,
      variant: text,
      orm: { ...text, multiple: true },
      faults: flag,
      short: flag,
    },
  });
  if (values.orm && values.variant !== undefined)
    throw new Error('--variant sets the sample up in another way, and --orm races other applications.');
  return {
    writes: count('writes', values.writes ?? (values.short ? '200' : '2000'), 100_000),
    clients: count('clients', values.clients ?? '32', MOST_CLIENTS),
    processes: count('processes', values.processes ?? '4', 8),
    adapters: values.adapter === undefined ? USUAL : oneOf('adapter', values.adapter, [...USUAL, 'node']),
    databases: oneOf('database', values.database, DATABASES),
    variants: values.variant === undefined ? [] : oneOf('variant', values.variant, ALL_VARIANTS),
    orms: values.orm && someOf('orm', values.orm, ALL_ORMS),
    faultsOnly: values.faults,
    short: values.short,
  };
}

function count(name: string, value: string, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new Error(`--${name} takes a whole number from 1 to ${most}, not "${value}".`);
}

function oneOf<T extends string>(name: string, value: string | undefined, all: readonly T[]): readonly T[] {
  if (value === undefined) return all;
  const known = all.filter((each) => each === value);
  if (known.length > 0) return known;
  throw new Error(`--${name} takes ${all.join(', ')}, not "${value}".`);
}

/** Given several times, or as a list with commas. */
function someOf<T extends string>(name: string, values: readonly string[], all: readonly T[]): readonly T[] {
  const names = values.flatMap((value) => value.split(','));
  for (const each of names) oneOf(name, each, ['all', ...all]);
  return names.includes('all') ? all : all.filter((each) => names.includes(each));
}
