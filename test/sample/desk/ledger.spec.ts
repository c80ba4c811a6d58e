import { describe, expect, it } from '@jest/globals';
import { barsOf, HEIGHT, MOST_BARS } from '../../../sample-app/desk/page/bars.js';
import { bytesOf, showBytes } from '../../../sample-app/desk/page/bytes.js';
import { Ledger, type Exchange } from '../../../sample-app/desk/page/ledger.js';

const exchange = (status: number, sent: number, saved = 0): Exchange => ({
  at: new Date(0),
  method: 'GET',
  path: '/api/products',
  precondition: undefined,
  status,
  tag: '"1"',
  sent,
  saved,
});

describe('the ledger', () => {
  it('has the latest first, and counts those as well that it has no room for', () => {
    const ledger = new Ledger(2);
    let changes = 0;
    ledger.onChange(() => (changes += 1));
    for (const each of [exchange(200, 300), exchange(304, 0, 300), exchange(412, 90)]) ledger.add(each);
    expect(ledger.exchanges.map(({ status }) => status)).toEqual([412, 304]);
    expect(ledger.totals).toEqual({ exchanges: 3, sent: 390, saved: 300, prevented: 1 });
    expect(changes).toBe(3);
  });
});

describe('the chart', () => {
  it('has the latest exchange at the right, and the longest body as high as it is', () => {
    const bars = barsOf([exchange(304, 0, 100), exchange(200, 200)]);
    expect(bars).toEqual([
      { x: MOST_BARS - 2, sent: HEIGHT, saved: 0 },
      { x: MOST_BARS - 1, sent: 0, saved: HEIGHT / 2 },
    ]);
  });

  it('shows no more than it has room for, and nothing where nothing was sent', () => {
    const many = Array.from({ length: MOST_BARS + 5 }, () => exchange(204, 0));
    const bars = barsOf(many);
    expect([bars.length, bars[0]]).toEqual([MOST_BARS, { x: 0, sent: 0, saved: 0 }]);
    expect(barsOf([])).toEqual([]);
  });
});

describe('bytes', () => {
  it('are those of UTF-8', () => {
    expect(bytesOf('{"name":"Größe"}')).toBe(18);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
  ])('%d are shown as %s', (bytes, shown) => {
    expect(showBytes(bytes)).toBe(shown);
  });
});
