import { describe, expect, it } from '@jest/globals';
import { INFORMATIONAL } from '../../bench/comparisons/informational.js';
import { REMEMBERED } from '../../bench/comparisons/remembered.js';
import { TARGETS } from '../../bench/comparisons/targets.js';
import { readOptions } from '../../bench/options.js';

const COMPARISONS = [...TARGETS, ...REMEMBERED, ...INFORMATIONAL];

describe('the comparisons', () => {
  it('have names of their own, by which results are found again', () => {
    const names = COMPARISONS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('have a target exactly where they are promised', () => {
    expect(TARGETS.filter(({ target }) => !target)).toEqual([]);
    expect(INFORMATIONAL.filter(({ target }) => target)).toEqual([]);
  });

  it('have limits for the short form wherever they have a target', () => {
    expect(COMPARISONS.filter(({ target, limits }) => target && !limits)).toEqual([]);
  });

  it('count what is the same as the same', () => {
    const same = COMPARISONS.filter(({ limits, name }) => limits && name.endsWith('against itself'));
    expect(same.map(({ limits }) => limits!.calls)).toEqual([0, 0]);
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
