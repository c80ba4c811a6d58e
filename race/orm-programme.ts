import type { Options } from './options.js';
import { ALL_ORMS, ORMS, type OrmName } from './orms.js';
import type { Scenario } from './scenario.js';

/** Decrements at most: an application that loses updates does so at once, and faults take their time. */
const AT_MOST = { sample: 1000, faults: 500, fixture: 200 };
const AT_MOST_IN_SHORT = { sample: 60, faults: 60, fixture: 60 };

/** Every race of these libraries: the platforms take turns, since what is raced is below them. */
export function ormRaces(orms: readonly OrmName[], options: Options): Scenario[] {
  return inTurns(
    orms.flatMap((orm) => racesOf(orm, options)),
    options,
  );
}

/** One of each library that the sample does not use, so that every run has all of them. */
export function oneOfEach(options: Options): Scenario[] {
  const others = ALL_ORMS.filter((orm) => orm !== 'typeorm');
  const writes = Math.min(options.writes, AT_MOST_IN_SHORT.sample);
  const raceOf = (orm: OrmName): Race => ({
    ...commonOf(orm, options),
    program: 'sample',
    database: ORMS[orm][0],
    writes,
  });
  return inTurns(others.map(raceOf), options);
}

type Race = Omit<Scenario, 'adapter'>;

/** In short, the race in which things go wrong stands for the one without. */
function racesOf(orm: OrmName, options: Options): Race[] {
  const { short, writes } = options;
  const most = short ? AT_MOST_IN_SHORT : AT_MOST;
  const few = (kind: keyof typeof most) => ({
    ...commonOf(orm, options),
    writes: Math.min(writes, most[kind]),
  });
  const each = ORMS[orm].flatMap((database): Race[] => [
    ...(short ? [] : [{ ...few('sample'), program: 'sample', database } as const]),
    {
      ...few('faults'),
      program: 'sample',
      database,
      faults: database === 'postgres' ? ['kill', 'cut'] : ['kill'],
      strikes: short ? 2 : 5,
    },
    { ...few('fixture'), program: 'fixture', database },
  ]);
  const restarted = !short && ORMS[orm].some((database) => database === 'postgres');
  return restarted ? [...each, restart(few('faults'))] : each;
}

function restart(common: Omit<Race, 'program' | 'database'>): Race {
  return { ...common, program: 'sample', database: 'private', faults: ['kill', 'restart'], strikes: 3 };
}

function commonOf(orm: OrmName, { clients, processes }: Options) {
  return { orm, clients, processes };
}

function inTurns(races: readonly Race[], { adapters }: Options): Scenario[] {
  return races.map((race, at) => Object.assign({ adapter: adapters[at % adapters.length]! }, race));
}
