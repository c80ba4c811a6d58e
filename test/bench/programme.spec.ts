import { describe, expect, it } from '@jest/globals';
import { INFORMATIONAL } from '../../bench/comparisons/informational.js';
import { OF_EACH_ORM } from '../../bench/comparisons/orms.js';
import { REMEMBERED } from '../../bench/comparisons/remembered.js';
import { TARGETS } from '../../bench/comparisons/targets.js';
import { readOptions } from '../../bench/options.js';
import { missing, mustBeThere } from '../../bench/services.js';
import { isOnDatabase, servicesOf, titleOf } from '../../bench/servers/launch.js';
import { ORMS } from '../../bench/servers/orms/names.js';

const COMPARISONS = [...TARGETS, ...OF_EACH_ORM, ...REMEMBERED, ...INFORMATIONAL];

describe('the comparisons', () => {
  it('have names of their own, by which results are found again', () => {
    const names = COMPARISONS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('have a target exactly where they are promised', () => {
    expect(TARGETS.filter(({ target }) => !target)).toEqual([]);
    expect(INFORMATIONAL.filter(({ target }) => target)).toEqual([]);
  });

  it('have limits for the short form wherever they have a target, but for some of the libraries', () => {
    const without = COMPARISONS.filter(({ target, limits }) => target && !limits);
    expect(without.map(({ subject }) => subject.orm)).toEqual(['prisma', 'drizzle', 'mongoose']);
  });

  it('have a PUT of each library, whose two sides differ in nothing but us', () => {
    expect(OF_EACH_ORM.map(({ subject }) => subject.orm)).toEqual(Object.keys(ORMS));
    for (const { subject, baseline, target, workload } of OF_EACH_ORM) {
      expect({ ...subject, variant: 'orm-plain' }).toEqual(baseline);
      expect([subject.variant, target, workload]).toEqual(['orm-versioned', { atMost: 1.1 }, 'write']);
    }
  });

  it('count what is the same as the same', () => {
    const same = COMPARISONS.filter(({ limits, name }) => limits && name.endsWith('against itself'));
    expect(same.map(({ limits }) => limits!.calls)).toEqual([0, 0]);
  });
});

describe('a server of a library', () => {
  const launchOf = (orm: keyof typeof ORMS) =>
    OF_EACH_ORM.find(({ subject }) => subject.orm === orm)!.subject;

  it('is named after it, and serves rows of a database', () => {
    expect(titleOf(launchOf('mikro-orm'))).toMatch(/^MikroORM, @Versioned/);
    expect(isOnDatabase(launchOf('mongoose'))).toBe(true);
    expect(isOnDatabase({ variant: 'plain', platform: 'express', items: 1 })).toBe(false);
  });

  it('says what it needs', () => {
    expect(servicesOf(launchOf('prisma'))).toEqual(['postgres', 'prisma']);
    expect(servicesOf(launchOf('mongoose'))).toEqual(['mongodb']);
  });

  it('is left out where MONGODB_URL names no server, even where everything has to be there', async () => {
    const { CI, MONGODB_URL } = process.env;
    try {
      process.env['CI'] = 'true';
      delete process.env['MONGODB_URL'];
      expect(await missing('mongodb')).toBe('MONGODB_URL names no server of MongoDB');
      expect([mustBeThere('mongodb'), mustBeThere('postgres')]).toEqual([false, true]);
      process.env['MONGODB_URL'] = 'mongodb://127.0.0.1';
      expect(await missing('mongodb')).toBeUndefined();
    } finally {
      delete process.env['CI'];
      delete process.env['MONGODB_URL'];
      Object.assign(
        process.env,
        CI === undefined ? {} : { CI },
        MONGODB_URL === undefined ? {} : { MONGODB_URL },
      );
    }
  });
});

describe('the options', () => {
  it('are a whole run by default, whose results are kept', () => {
    expect(readOptions([])).toMatchObject({ short: false, heap: [], folder: 'bench/results' });
  });

  it.each([[['--short']], [['--profile']]])('keep the results of %j apart', (args) => {
    expect(readOptions(args).folder).toBe('bench/results/short');
  });

  it.each([[['--short', '--rounds', '3']], [['--short', '--profile']]])('refuse %j', (args) => {
    expect(() => readOptions(args)).toThrow('--short counts');
  });

  it('take a number of rounds', () => {
    expect(readOptions(['--rounds', '3']).effort.rounds).toBe(3);
  });

  it.each(['1', '0', '-1', '2.5', 'many', '1001'])('refuse --rounds=%s', (rounds) => {
    expect(() => readOptions([`--rounds=${rounds}`])).toThrow('--rounds takes a whole number');
  });

  it.each([
    ['--heap', 3],
    ['--heap-full', 10],
  ])('%s goes up to %d million requests', (flag, millions) => {
    expect(readOptions([flag]).heap.at(-1)).toBe(millions);
  });

  it('refuse what they do not know', () => {
    expect(() => readOptions(['--fast'])).toThrow('--fast');
  });
});
