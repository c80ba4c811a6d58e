import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseByteRanges, type ByteRangeSpec } from '../../src/rfc9110/index.js';

describe('parseByteRanges (14.1.2)', () => {
  it.each<[string, ByteRangeSpec[] | undefined]>([
    ['bytes=0-499', [{ first: 0, last: 499 }]],
    ['bytes=500-', [{ first: 500 }]],
    ['bytes=-500', [{ suffix: 500 }]],
    ['bytes=7-7', [{ first: 7, last: 7 }]],
    ['bytes=-0', [{ suffix: 0 }]],
    ['bytes=007-008', [{ first: 7, last: 8 }]],
    ['Bytes=0-0,-1', [{ first: 0, last: 0 }, { suffix: 1 }]],
    ['bytes=0-0 ,\t, 2- ,', [{ first: 0, last: 0 }, { first: 2 }]],
    ['bytes=1-0', undefined],
    ['bytes=0-1,1-0', undefined],
    ['bytes=-', undefined],
    ['bytes=', undefined],
    ['bytes=,', undefined],
    ['bytes= ', undefined],
    ['bytes', undefined],
    ['bytes 0-1', undefined],
    ['bytes =0-1', undefined],
    ['byte=0-1', undefined],
    ['items=0-1', undefined],
    ['0-1', undefined],
    ['xbytes=0-1', undefined],
    ['1-bytes=2', undefined],
    ['bytes=1', undefined],
    ['bytes=1-2-3', undefined],
    ['bytes=--1', undefined],
    ['bytes=1.0-2', undefined],
    ['bytes=1e3-', undefined],
    ['bytes=0x1-', undefined],
    ['bytes=+1-', undefined],
    ['bytes=1 -2', undefined],
    ['bytes=1-2 3-4', undefined],
    ['bytes=1-2;3-4', undefined],
    ['bytes=0-1\u00a0', undefined],
    ['bytes=٠-١', undefined],
    ['', undefined],
  ])('%s', (value, specs) => expect(parseByteRanges(value)).toEqual(specs));

  it('reads back whatever it could have been written from', () => {
    const spec = fc.oneof(
      fc.record({ suffix: fc.nat() }),
      fc.record({ first: fc.nat() }),
      fc.tuple(fc.nat(), fc.nat()).map(([first, more]) => ({ first, last: first + more })),
    );
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 20 }), (specs) => {
        const texts = specs.map((each) =>
          'suffix' in each ? `-${each.suffix}` : `${each.first}-${'last' in each ? each.last : ''}`,
        );
        expect(parseByteRanges(`bytes=${texts.join(', ')}`)).toEqual(specs);
      }),
    );
  });
});
