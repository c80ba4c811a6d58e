import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { satisfiableRanges } from '../../src/ranges/requested-ranges.js';
import type { ByteRange } from '../../src/ranges/byte-source.js';

describe('satisfiableRanges', () => {
  it.each<[string, number, [number, number][] | 'unsatisfiable' | undefined]>([
    ['bytes=0-4', 10, [[0, 4]]],
    ['bytes=5-', 10, [[5, 9]]],
    ['bytes=-3', 10, [[7, 9]]],
    ['bytes=-30', 10, [[0, 9]]],
    [`bytes=-${'9'.repeat(400)}`, 10, [[0, 9]]],
    [`bytes=9-${'9'.repeat(400)}`, 10, [[9, 9]]],
    [`bytes=${'9'.repeat(400)}-`, 10, 'unsatisfiable'],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=10-,0-0', 10, [[0, 0]]],
    [
      'bytes=5-6,0-1',
      10,
      [
        [5, 6],
        [0, 1],
      ],
    ],
    ['bytes=0-1,1-2', 10, [[0, 2]]],
    ['bytes=0-1,2-3', 10, [[0, 3]]],
    ['bytes=0-,0-,0-', 10, [[0, 9]]],
    ['bytes=0-0,2-2,4-4,6-6', 10, undefined],
    ['bytes=4-0', 10, undefined],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-1', 0, undefined],
    ['bytes=-0', 0, 'unsatisfiable'],
  ])('%s of %i bytes', (field, size, expected) => {
    const ranges = satisfiableRanges(field, size, 3);
    const pairs = Array.isArray(ranges) ? ranges.map(({ start, end }: ByteRange) => [start, end]) : ranges;
    expect(pairs).toEqual(expected);
  });

  it('names each byte that was asked for once, and no other', () => {
    const spec = fc.oneof(
      fc.nat(40).map((suffix) => `-${suffix}`),
      fc.nat(40).map((first) => `${first}-`),
      fc.tuple(fc.nat(40), fc.nat(40)).map(([first, more]) => `${first}-${first + more}`),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(spec, { minLength: 1, maxLength: 8 }),
        (size, specs) => {
          const ranges = satisfiableRanges(`bytes=${specs.join()}`, size, 8);
          const named = Array.isArray(ranges) ? ranges.flatMap(bytesOf) : [];
          const asked = [...Array(size).keys()].filter((at) => specs.some((text) => asks(text, at, size)));
          expect(named.toSorted((a, b) => a - b)).toEqual(asked);
          expect(ranges === 'unsatisfiable').toBe(asked.length === 0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

function bytesOf({ start, end }: ByteRange): number[] {
  return Array.from({ length: end + 1 - start }, (_, at) => start + at);
}

function asks(text: string, at: number, size: number): boolean {
  const [first = '', last = ''] = text.split('-');
  if (first === '') return at >= size - Number(last);
  return at >= Number(first) && (last === '' || at <= Number(last));
}
