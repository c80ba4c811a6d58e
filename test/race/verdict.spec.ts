import { describe, expect, it } from '@jest/globals';
import type { State } from '../../race/product.js';
import { lostUpdates, problemsOf, type Account } from '../../race/verdict.js';

function state(version: number, stock: number, tally: readonly number[]): State {
  return { etag: `"${version}"`, version, stock, tally };
}

const [start, first, second, end] = [
  state(5, 100, [0, 0]),
  state(6, 99, [1, 0]),
  state(7, 98, [1, 1]),
  state(8, 97, [2, 1]),
];

/** Three writes, of which the answer to the second was lost. */
const RIGHT: Account = {
  start,
  end,
  writes: [
    { client: 0, sequence: 1, answered: first },
    { client: 1, sequence: 1 },
    { client: 0, sequence: 2, answered: end },
  ],
  journal: [first, second, end],
};

describe('the verdict on a race', () => {
  it('finds nothing where every write was applied once', () => {
    expect([problemsOf(RIGHT), lostUpdates(RIGHT)]).toEqual([[], 0]);
  });

  it('is the same without a journal', () => {
    expect(problemsOf({ ...RIGHT, journal: undefined })).toEqual([]);
  });

  it('counts what the stock knows nothing of', () => {
    expect(lostUpdates({ ...RIGHT, end: { ...end, stock: 98 } })).toBe(1);
  });

  const wrong: [string, Partial<Account>, RegExp][] = [
    ['a lost update', { end: state(8, 98, [1, 1]) }, /stock is 98, not 97/],
    ['a write applied twice', { end: state(9, 96, [3, 1]) }, /stock is 96, not 97/],
    ['one lost and another applied twice', { end: state(8, 97, [3, 0]) }, /count of client 0 is 3, not 2/],
    ['a version without a write', { end: { ...end, version: 9 } }, /version is 9, not 8/],
    [
      'one ETag for two writes',
      { writes: [RIGHT.writes[0]!, RIGHT.writes[1]!, { client: 0, sequence: 2, answered: first }] },
      /distinct ETags is 1, not 2/,
    ],
    [
      'a version that was answered and never was',
      { writes: RIGHT.writes.with(2, { client: 0, sequence: 2, answered: { ...end, version: 9 } }) },
      /answered that never were is 1/,
    ],
    ['a write the journal lacks', { journal: [first, second] }, /writes in the journal is 2, not 3/],
    [
      'a write the journal knows otherwise',
      { journal: [first, second, { ...end, stock: 96 }] },
      /no decrement/,
    ],
    [
      'an acknowledged write that another took the place of',
      { journal: [state(6, 99, [0, 1]), second, end] },
      /acknowledged writes that are not in the journal is 1/,
    ],
  ];

  it.each(wrong)('finds %s', (_, change, problem) => {
    expect(problemsOf({ ...RIGHT, ...change }).join('\n')).toMatch(problem);
  });
});
