import { describe, expect, it } from '@jest/globals';
import { allowedCores } from '../../bench/measure/cores.js';
import { adjacentRatios } from '../../bench/measure/pairs.js';
import { isSteady } from '../../bench/measure/steady.js';
import { median, summarise } from '../../bench/measure/summary.js';
import { formatTarget, verdictOn } from '../../bench/measure/verdict.js';

describe('a summary', () => {
  it.each([
    [[5], { median: 5, lower: 5, upper: 5, count: 1 }],
    [[2, 1], { median: 1.5, lower: 1.25, upper: 1.75, count: 2 }],
    [[3, 1, 2], { median: 2, lower: 1.5, upper: 2.5, count: 3 }],
    [[10, 9, 1, 2, 5], { median: 5, lower: 2, upper: 9, count: 5 }],
  ])('of %j is the median and the quartiles', (values, expected) => {
    expect(summarise(values)).toEqual(expected);
  });

  it('leaves what it is given in its order', () => {
    const values = [3, 1, 2];
    summarise(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('is not led astray by one that is far off', () => {
    expect(median([1, 1, 1, 1000])).toBe(1);
  });

  it('of nothing is an error, and no NaN in a table', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});

describe('pairs', () => {
  it.each([
    ['one round', [6], [3], [2]],
    ['each with the round before and the one after', [10, 10], [10, 20], [1, 0.5, 0.5]],
    ['a machine that grows slower favours neither', [2, 4, 8], [1, 2, 4], [2, 1, 2, 1, 2]],
  ])('%s', (_, subject, baseline, expected) => {
    expect(adjacentRatios(subject, baseline)).toEqual(expected);
  });
});

describe('a server', () => {
  it.each([
    [[], false],
    [[9, 8, 7, 6, 5], false],
    [[90, 80, 70, 60, 50, 40], false],
    [[90, 80, 50, 50, 49, 48], false],
    [[90, 50, 50, 50, 49, 48], true],
    [[50, 50, 50, 70, 50, 90], true],
  ])('that cost %j is steady: %j', (costs, expected) => {
    expect(isSteady(costs)).toBe(expected);
  });
});

describe('a verdict', () => {
  const same = { atMost: 1.02, atLeast: 0.98 };
  it.each([
    [1, { atMost: 1 }, 'met'],
    [1.01, { atMost: 1 }, 'missed'],
    [1.5, { atMost: 1 }, 'missed'],
    [1.51, { atMost: 1 }, 'gross'],
    [0.5, { atMost: 0.33 }, 'gross'],
    [0.1, { atMost: 0.33 }, 'met'],
    [0.97, same, 'missed'],
    [0.98, same, 'met'],
    [1.02, same, 'met'],
    [1.54, same, 'gross'],
  ])('on %d with %j is %s', (ratio, target, expected) => {
    expect(verdictOn(ratio, target)).toBe(expected);
  });

  it.each([
    [{ atMost: 1.1 }, '≤ 1.10'],
    [same, '1.00 ± 0.02'],
  ])('shows the target %j as %s', (target, expected) => {
    expect(formatTarget(target)).toBe(expected);
  });
});

describe('cores', () => {
  it.each([
    ['0-1', [0, 1]],
    ['3', [3]],
    ['0-2,5,7-8', [0, 1, 2, 5, 7, 8]],
  ])('%s', (list, expected) => {
    expect(allowedCores(`Name:\tnode\nCpus_allowed_list:\t${list}\nThreads:\t1\n`)).toEqual(expected);
  });

  it('are none where the status does not say', () => {
    expect(allowedCores('Name:\tnode\n')).toEqual([]);
  });
});
