/** Dates: rules 27 to 31. */
import { expect } from '@jest/globals';
import { withinASecond } from '../../support/within-a-second.js';
import { rule, send, type Rule, type Step } from './rule.js';

const EQUAL = [
  'Wed, 01 May 2024 12:00:00 GMT',
  'Wednesday, 01-May-24 12:00:00 GMT',
  'Wed May  1 12:00:00 2024',
];
const EARLIER = [
  'Wed, 01 May 2024 11:59:59 GMT',
  'Wednesday, 01-May-24 11:59:59 GMT',
  'Wed May  1 11:59:59 2024',
  // More than fifty years ahead, and so a date of the last century.
  'Friday, 01-May-99 12:00:00 GMT',
];
const NO_DATES = [
  '2030',
  '2030-05-01T12:00:00Z',
  '1900000000',
  'Wed, 01 May 2030 12:00:00 +0000',
  'Wed, 01 May 2030 12:00:00 PST',
  'Wed, 01 May 2030 12:00:00',
  '01 May 2030 12:00:00 GMT',
  'Wed, 01 May 2030 12:61:00 GMT',
  'Wed, 01 May 2030 25:00:00 GMT',
  'Wed, 00 May 2030 12:00:00 GMT',
  'Wed, 1 May 2030 12:00:00 GMT',
  'tomorrow',
];

export const DATES: readonly Rule[] = [
  rule(27, 'IMF-fixdate, RFC 850 and asctime are dates', [
    ...EQUAL.flatMap((date): Step[] => [
      ['GET /current/dated', { 'if-modified-since': date }, '304 did not run'],
      ['GET /returned/dated', { 'if-modified-since': date }, '304 ran'],
      ['PUT /current/dated', { 'if-unmodified-since': date }, '200 ran'],
    ]),
    ...EARLIER.flatMap((date): Step[] => [
      ['GET /current/dated', { 'if-modified-since': date }, '200 ran'],
      ['PUT /current/dated', { 'if-unmodified-since': date }, '412 did not run'],
    ]),
  ]),
  rule(
    28,
    'whatever else is not a date, and its field is ignored',
    NO_DATES.flatMap((text): Step[] => [
      ['GET /current/dated', { 'if-modified-since': text }, '200 ran'],
      ['GET /returned/dated', { 'if-modified-since': text }, '200 ran'],
      // Had it been read as a date of the past, the write would have been refused.
      ['PUT /current/dated', { 'if-unmodified-since': text.replace('20', '19') }, '200 ran'],
    ]),
  ),
  rule(29, 'both dates are ignored where no modification date is known', [
    ['GET /current/bare', { 'if-modified-since': EQUAL[0]! }, '200 ran'],
    ['GET /returned/bare', { 'if-modified-since': EQUAL[0]! }, '200 ran'],
    ['GET /current/odd', { 'if-unmodified-since': EARLIER[0]! }, '200 ran'],
    ['PUT /current/bare', { 'if-unmodified-since': EARLIER[0]! }, '200 ran'],
    ['DELETE /current/bare', { 'if-unmodified-since': EARLIER[0]! }, '204 ran'],
    ['PUT /creating/missing', { 'if-unmodified-since': EARLIER[0]! }, '200 ran'],
  ]),
  rule(
    30,
    'dates are compared at whole seconds: a stored 12:00:00.700 matches the 12:00:00 it was sent as',
    async ({ main }) => {
      const sent = (await send(main, 'GET /current/dated')).headers['last-modified']!;
      expect(sent).toBe(EQUAL[0]);
      expect((await send(main, 'GET /current/dated', { 'if-modified-since': sent })).status).toBe(304);
      expect((await send(main, 'GET /returned/dated', { 'if-modified-since': sent })).status).toBe(304);
      expect((await send(main, 'PUT /current/dated', { 'if-unmodified-since': sent })).status).toBe(200);
    },
  ),
  rule(31, 'Last-Modified is never later than Date', async ({ main }) => {
    const { headers } = await withinASecond(() => send(main, 'GET /special/from-the-future'));
    expect(headers['last-modified']).toBeDefined();
    expect(Date.parse(headers['last-modified']!)).toBeLessThanOrEqual(Date.parse(headers['date']!));
  }),
];
