import { describe, expect, it } from '@jest/globals';
import { excessOf, verdictOnCounts, type Counts } from '../../bench/counts/limits.js';

const limits = { calls: 10, bytes: 1.1 };
const baseline = side(100, [1000, 1000, 1000]);

function side(
  calls: number,
  [lower, median, upper]: readonly [number, number, number],
  statements = 1,
): Counts {
  return { calls, bytes: { lower, median, upper, count: 3 }, statements };
}

describe('what is counted', () => {
  it.each<[string, Counts, string]>([
    ['is met within both limits', side(110, [1100, 1100, 1100]), 'met'],
    ['is met where it is less', side(50, [500, 500, 500]), 'met'],
    ['is missed by one function', side(111, [1000, 1000, 1000]), 'missed'],
    ['leaves out what is less than half a function', side(110.4, [1000, 1000, 1000]), 'met'],
    ['is missed by one statement', side(100, [1000, 1000, 1000], 2), 'missed'],
    ['is missed by bytes that most rounds have', side(100, [1110, 1200, 1300]), 'missed'],
    ['is undecided by bytes that many rounds do not have', side(100, [1090, 1200, 1300]), 'undecided'],
    ['is met whatever a few rounds have', side(100, [1000, 1100, 9000]), 'met'],
  ])('%s', (_, subject, expected) => {
    expect(verdictOnCounts({ subject, baseline, limits })).toBe(expected);
  });

  it('is undecided where the rounds of the other side differ', () => {
    const subject = side(100, [1200, 1200, 1200]);
    expect(verdictOnCounts({ subject, baseline: side(100, [900, 1000, 1100]), limits })).toBe('undecided');
  });

  it.each<[string, Counts, string | undefined]>([
    ['nothing where it is met', side(100, [1000, 1000, 1000]), undefined],
    ['nothing where it is undecided', side(100, [1000, 1200, 1200]), undefined],
    [
      'both counts, and the statements, where it is missed',
      side(90, [1200, 1200, 1200], 2),
      '−10 functions (at most +10), 1.20 × the bytes (at most 1.10), SQL 2 : 1',
    ],
  ])('says %s', (_, subject, expected) => {
    expect(excessOf({ subject, baseline, limits })).toBe(expected);
  });
});
