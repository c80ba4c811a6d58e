import type { Options } from './options.js';
import { oneOfEach, ormRaces } from './orm-programme.js';
import type { Adapter, Scenario } from './scenario.js';
import { VARIANTS, type Variant } from './variants.js';

/** What it takes to show what there is to show, where more would only take longer. */
const AT_MOST = {
  mariadb: Infinity,
  /** An application that loses updates does so at once. */
  fixture: 300,
  /** One process with the database in it does less in the same time. */
  pglite: 500,
  /** Whoever reads what is old has to try again. */
  varied: 500,
  /** It is the faults that take their time. */
  faults: 1000,
};
/** TypeORM takes a second connection to keep a result, and waits for ever where each of its ten is a first one. */
const MOST_CLIENTS_OF: Partial<Record<Variant, number>> = { cache: 9 };
const SHORT = 100;
const SHORT_VARIED = 60;

/** Every race there is, less what the options leave out. */
export function programme(options: Options): Scenario[] {
  const { databases, faultsOnly, variants, orms } = options;
  const all = orms ? ormRaces(orms, options) : [...racesOfSample(options), ...oneOfEach(options)];
  return all.filter(
    ({ database, faults, variant }) =>
      databases.includes(database) &&
      (faults || !faultsOnly) &&
      (variants.length === 0 || (variant !== undefined && variants.includes(variant))),
  );
}

function racesOfSample(options: Options): Scenario[] {
  return options.adapters.flatMap((adapter) =>
    races(adapter, options).concat(disturbed(adapter, options), varied(adapter, options)),
  );
}

function races(adapter: Adapter, options: Options): Scenario[] {
  const { clients, processes, writes } = options;
  const common = { adapter, clients, processes, writes };
  const few = (most: number) => ({ ...common, writes: fewer(options, most) });
  return [
    { ...common, program: 'sample', database: 'postgres' },
    { ...few(AT_MOST.mariadb), program: 'sample', database: 'mariadb' },
    { ...few(AT_MOST.pglite), processes: 1, program: 'sample', database: 'pglite' },
    { ...few(AT_MOST.fixture), program: 'fixture', database: 'postgres' },
    { ...few(AT_MOST.fixture), processes: 1, program: 'fixture', database: 'pglite' },
  ];
}

/** In short, one kind on each adapter. */
function disturbed(adapter: Adapter, options: Options): Scenario[] {
  const { clients, processes, short } = options;
  const writes = fewer(options, AT_MOST.faults);
  const common = { program: 'sample', adapter, clients, processes, writes } as const;
  const cut: Scenario = { ...common, database: 'postgres', faults: ['kill', 'cut'], strikes: short ? 2 : 6 };
  const restart: Scenario = {
    ...common,
    database: 'private',
    faults: ['kill', 'restart'],
    strikes: short ? 1 : 3,
  };
  if (!short || options.adapters.length === 1) return [cut, restart];
  return adapter === 'express' ? [cut] : [restart];
}

/** In short those that are asked for alone, since most of them start a server of their own: each on one adapter. */
function varied(adapter: Adapter, options: Options): Scenario[] {
  const { clients, processes, short, adapters, variants } = options;
  const names = short ? variants : (Object.keys(VARIANTS) as Variant[]);
  const mostWrites = short ? SHORT_VARIED : Infinity;
  const all = short && adapters.length > 1;
  const here = all ? names.filter((_, at) => adapters[at % adapters.length] === adapter) : names;
  return here.flatMap((variant): Scenario[] => {
    const most = MOST_CLIENTS_OF[variant] ?? clients;
    const common = {
      adapter,
      clients: Math.min(clients, most),
      processes,
      variant,
      database: VARIANTS[variant],
    };
    return [
      { ...common, program: 'sample', writes: Math.min(fewer(options, AT_MOST.varied), mostWrites) },
      { ...common, program: 'fixture', writes: Math.min(fewer(options, AT_MOST.fixture), mostWrites) },
    ];
  });
}

function fewer({ writes, short }: Options, most: number): number {
  return Math.min(writes, short ? SHORT : most);
}
