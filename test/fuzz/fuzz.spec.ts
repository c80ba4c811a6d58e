/** Random requests on every adapter: `npm run fuzz -- --requests 1000000` sends more of them. */
import { describe, expect, it } from '@jest/globals';
import { ADAPTERS } from '../support/adapters.js';
import { fuzz } from './fuzz.js';
import { read } from './reading.js';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 10_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2_147_483_647);

describe(`random requests, FUZZ_SEED=${SEED}`, () => {
  it.each(ADAPTERS)('have no wrong response on $name', async (adapter) => {
    const { requests, statuses } = await fuzz(adapter, Math.ceil(REQUESTS / ADAPTERS.length), SEED);
    expect(requests).toBeGreaterThanOrEqual(REQUESTS / ADAPTERS.length);
    // Whoever sends nothing but what is refused has shown nothing.
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '304', '400', '404', '412']));
  });
});

describe('what the requests say', () => {
  it.each<[readonly string[], unknown]>([
    [['"a", W/"b,c"'], ['"a"', 'W/"b,c"']],
    [
      ['"a"', '', '"b\\"'],
      ['"a"', '"b\\"'],
    ],
    [[' *\t'], '*'],
    [['*', '*'], 'malformed'],
    [['"a" "b"'], 'malformed'],
    [['w/"a"'], 'malformed'],
    [[',, ,'], []],
  ])('%j is %j', (ifMatch, means) => {
    expect(read('GET', { ifMatch }).ifMatch).toEqual(means);
  });

  it.each<[readonly string[], number | undefined]>([
    [['Sun, 06 Nov 1994 08:49:37 GMT'], 784_111_777],
    [['Sunday, 06-Nov-94 08:49:37 GMT'], 784_111_777],
    [['Sun Nov  6 08:49:37 1994'], 784_111_777],
    [['Sun, 31 Feb 1994 08:49:37 GMT'], undefined],
    [['1994-11-06T08:49:37Z'], undefined],
    [['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 GMT'], undefined],
  ])('%j is the second %j', (ifModifiedSince, second) => {
    expect(read('GET', { ifModifiedSince }).ifModifiedSince).toBe(second);
  });
});
