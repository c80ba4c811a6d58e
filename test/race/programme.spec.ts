import { describe, expect, it } from '@jest/globals';
import { createOnMongodb } from '../../race/databases/mongodb.js';
import { LeftOut } from '../../race/databases/database.js';
import { readOptions } from '../../race/options.js';
import { ALL_ORMS, ORMS } from '../../race/orms.js';
import { programme } from '../../race/programme.js';
import { format } from '../../race/table.js';
import { VARIANTS } from '../../race/variants.js';

const scenarios = (...args: string[]) => programme(readOptions(args));

describe('the option --orm', () => {
  it.each([
    [['--orm', 'prisma'], ['prisma']],
    [
      ['--orm', 'prisma', '--orm', 'sql'],
      ['prisma', 'sql'],
    ],
    [
      ['--orm', 'sql,prisma'],
      ['prisma', 'sql'],
    ],
    [['--orm', 'all'], ALL_ORMS],
    [['--orm', 'sql,all'], ALL_ORMS],
    [[], undefined],
  ])('%j is %j', (args, orms) => {
    expect(readOptions(args).orms).toEqual(orms);
  });

  it.each([[['--orm', 'hibernate']], [['--orm', 'all,hibernate']], [['--orm', 'sql,']]])(
    'refuses %j',
    (args) => {
      expect(() => readOptions(args)).toThrow('--orm takes');
    },
  );

  it('is of other applications than --variant', () => {
    expect(() => readOptions(['--orm', 'sql', '--variant', 'cache'])).toThrow('--variant sets the sample up');
  });
});

describe.each([[[]], [['--short']]])('the races of all libraries, %j,', (args) => {
  const races = scenarios('--orm', 'all', ...args);
  const each = ALL_ORMS.flatMap((orm) => ORMS[orm].map((database) => [orm, database] as const));

  it.each(each)('have those of %s on %s: one with faults, and one that has to lose', (orm, database) => {
    const here = races.filter((race) => race.orm === orm && race.database === database);
    const kinds = here.map(({ program, faults }) => (faults?.includes('kill') ? 'kill' : program));
    expect(new Set(kinds)).toEqual(
      new Set(args.length > 0 ? ['kill', 'fixture'] : ['sample', 'kill', 'fixture']),
    );
  });

  it('are of four processes and 32 clients, and of nothing else', () => {
    expect(races.filter(({ processes, clients }) => processes !== 4 || clients !== 32)).toEqual([]);
    expect(races.filter(({ orm }) => !orm)).toEqual([]);
  });

  it('use both platforms', () => {
    expect(new Set(races.map(({ adapter }) => adapter))).toEqual(new Set(['express', 'fastify']));
    expect(
      new Set(scenarios('--orm', 'all', '--adapter', 'fastify', ...args).map((race) => race.adapter)),
    ).toEqual(new Set(['fastify']));
  });
});

describe('the races', () => {
  it('restart the server of each library on PostgreSQL', () => {
    const restarted = scenarios('--orm', 'all').filter(({ faults }) => faults?.includes('restart'));
    expect(restarted.map(({ orm }) => orm)).toEqual(ALL_ORMS.filter((orm) => orm !== 'mongoose'));
  });

  it('have one of each other library, where none is asked for', () => {
    const others = scenarios('--short').filter(({ orm }) => orm);
    expect(others.map(({ orm }) => orm)).toEqual(ALL_ORMS.filter((orm) => orm !== 'typeorm'));
    expect(scenarios('--short', '--database', 'pglite').filter(({ orm }) => orm)).toEqual([]);
    expect(scenarios('--short', '--variant', 'cache').filter(({ orm }) => orm)).toEqual([]);
  });
});

describe('variants of the sample', () => {
  const variantsIn = (...args: string[]) => new Set(scenarios(...args).map(({ variant }) => variant));

  it('are all raced, and in short those that are named', () => {
    expect(variantsIn()).toEqual(new Set([undefined, ...Object.keys(VARIANTS)]));
    expect(variantsIn('--short')).toEqual(new Set([undefined]));
    expect(variantsIn('--short', '--variant', 'cache')).toEqual(new Set(['cache']));
  });
});

describe('a race without its server', () => {
  it('is left out where MONGODB_URL names none, and the table says why', async () => {
    const named = process.env['MONGODB_URL'];
    delete process.env['MONGODB_URL'];
    try {
      const error = (await createOnMongodb().catch((reason: unknown) => reason)) as Error;
      expect(error).toBeInstanceOf(LeftOut);
      const [scenario] = scenarios('--orm', 'mongoose');
      expect(format([{ scenario: scenario!, note: `left out: ${error.message}` }])).toMatch(
        /compare-and-set, mongoose .* mongodb .* left out: MONGODB_URL names no server/,
      );
    } finally {
      if (named !== undefined) process.env['MONGODB_URL'] = named;
    }
  });
});
