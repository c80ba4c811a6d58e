import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatHttpDate, isHttpDate, parseHttpDate } from '../../src/rfc9110/index.js';

const BASE = Date.UTC(1994, 10, 6, 8, 49, 37);
const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');
const NOW = Date.UTC(2024, 4, 2, 12);

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

describe('parseHttpDate', () => {
  it.each([
    ['rule 27: IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT', BASE],
    ['rule 27: RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT', BASE],
    ['rule 27: asctime', 'Sun Nov  6 08:49:37 1994', BASE],
    ['rule 27: asctime with two digits', 'Wed Nov 16 08:49:37 1994', BASE + 10 * 86_400_000],
    ['rule 27: asctime with a zero', 'Sun Nov 06 08:49:37 1994', BASE],
    ['rule 27: the epoch', 'Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['rule 27: before the epoch', 'Wed, 31 Dec 1969 23:59:59 GMT', -1000],
    ['rule 27: the year 0', 'Sat, 01 Jan 0000 00:00:00 GMT', FIRST],
    [
      'rule 27: a year below 100 is that year',
      'Sun Nov  6 08:49:37 0094',
      Date.parse('0094-11-06T08:49:37Z'),
    ],
    ['rule 27: the last second', 'Fri, 31 Dec 9999 23:59:59 GMT', LAST],
    ['rule 27: 29 February of a leap year', 'Thu, 29 Feb 2024 00:00:00 GMT', Date.UTC(2024, 1, 29)],
    ['rule 27: 29 February of a leap century', 'Tue, 29 Feb 2000 00:00:00 GMT', Date.UTC(2000, 1, 29)],
    [
      'rule 27: a leap second is the one before',
      'Sat, 31 Dec 2016 23:59:60 GMT',
      Date.UTC(2016, 11, 31, 23, 59, 59),
    ],
    ['rule 27: a wrong day name is still a day name', 'Mon, 06 Nov 1994 08:49:37 GMT', BASE],
    ['rule 27: … in RFC 850', 'Wednesday, 06-Nov-94 08:49:37 GMT', BASE],
    ['rule 27: … in asctime', 'Mon Nov  6 08:49:37 1994', BASE],
  ])('%s', (_title, text, expected) => {
    expect(parseHttpDate(text)).toBe(expected);
  });

  it.each([
    ['rule 27: 50 years ahead is ahead', 'Wednesday, 02-May-74 12:00:00 GMT', NOW, Date.UTC(2074, 4, 2, 12)],
    [
      'rule 27: a second more is past',
      'Wednesday, 02-May-74 12:00:01 GMT',
      NOW,
      Date.UTC(1974, 4, 2, 12, 0, 1),
    ],
    ['rule 27: 49 years ahead', 'Monday, 01-May-73 12:00:00 GMT', NOW, Date.UTC(2073, 4, 1, 12)],
    ['rule 27: 51 years ahead is past', 'Monday, 01-May-75 12:00:00 GMT', NOW, Date.UTC(1975, 4, 1, 12)],
    ['rule 27: this year', 'Thursday, 02-May-24 12:00:00 GMT', NOW, NOW],
    [
      'rule 27: the century before',
      'Friday, 31-Dec-99 23:59:59 GMT',
      NOW,
      Date.UTC(1999, 11, 31, 23, 59, 59),
    ],
    [
      'rule 27: the century after',
      'Friday, 01-Jan-00 00:00:00 GMT',
      Date.UTC(2099, 11, 31),
      Date.UTC(2100, 0, 1),
    ],
    ['rule 27: 29 February of the year meant', 'Tuesday, 29-Feb-00 00:00:00 GMT', NOW, Date.UTC(2000, 1, 29)],
  ])('%s', (_title, text, now, expected) => {
    expect(parseHttpDate(text, now)).toBe(expected);
  });

  it.each([
    ['an ISO date', '1994-11-06T08:49:37Z'],
    ['an ISO date of 24 characters', '1994-11-06T08:49:37.000Z'],
    ['an ISO date of 29 characters', '1994-11-06T08:49:37.000+00:00'],
    ['a year', '2030'],
    ['a number', '784111777000'],
    ['nothing', ''],
    ['white space before', ' Sun, 06 Nov 1994 08:49:37 GMT'],
    ['white space after', 'Sun, 06 Nov 1994 08:49:37 GMT '],
    ['another zone', 'Sun, 06 Nov 1994 08:49:37 EST'],
    ['an offset', 'Sun, 06 Nov 1994 08:49:37 +0000'],
    ['UTC', 'Sun, 06 Nov 1994 08:49:37 UTC'],
    ['lower-case gmt', 'Sun, 06 Nov 1994 08:49:37 gmt'],
    ['RFC 850 in another zone', 'Sunday, 06-Nov-94 08:49:37 EST'],
    ['no day name', '06 Nov 1994 08:49:37 GMT'],
    ['a lower-case day name', 'sun, 06 Nov 1994 08:49:37 GMT'],
    ['no such day name', 'Son, 06 Nov 1994 08:49:37 GMT'],
    ['a long name in IMF-fixdate', 'Sunday, 06 Nov 1994 08:49:37 GMT'],
    ['a short name in RFC 850', 'Sun, 06-Nov-94 08:49:37 GMT'],
    ['no such long day name', 'Sonntag, 06-Nov-94 08:49:37 GMT'],
    ['no such name in asctime', 'Son Nov  6 08:49:37 1994'],
    ['a lower-case month', 'Sun, 06 nov 1994 08:49:37 GMT'],
    ['no such month', 'Sun, 06 Nob 1994 08:49:37 GMT'],
    ['no such month in RFC 850', 'Sunday, 06-Nob-94 08:49:37 GMT'],
    ['no such month in asctime', 'Sun Nob  6 08:49:37 1994'],
    ['four digits in RFC 850', 'Sunday, 06-Nov-1994 08:49:37 GMT'],
    ['two digits in IMF-fixdate', 'Sun, 06 Nov 94 08:49:37 GMT'],
    ['one digit for the day', 'Sun, 6 Nov 1994 08:49:37 GMT'],
    ['a space for the digit', 'Sun,  6 Nov 1994 08:49:37 GMT'],
    ['a space in the minutes', 'Sun, 06 Nov 1994 08: 9:37 GMT'],
    ['hexadecimal digits', 'Sun, 0x Nov 1994 08:49:37 GMT'],
    ['Arabic digits', 'Sun, \u0660\u0666 Nov 1994 08:49:37 GMT'],
    ['a minus sign', 'Sun, -6 Nov 1994 08:49:37 GMT'],
    ['day 0', 'Sun, 00 Nov 1994 08:49:37 GMT'],
    ['day 0 in asctime', 'Sun Nov  0 08:49:37 1994'],
    ['31 November', 'Sun, 31 Nov 1994 08:49:37 GMT'],
    ['32 December', 'Sun, 32 Dec 1994 08:49:37 GMT'],
    ['30 February', 'Fri, 30 Feb 2024 00:00:00 GMT'],
    ['29 February of a common year', 'Wed, 29 Feb 2023 00:00:00 GMT'],
    ['29 February of a common century', 'Mon, 29 Feb 1900 00:00:00 GMT'],
    ['29 February of a common year in RFC 850', 'Wednesday, 29-Feb-23 00:00:00 GMT'],
    ['hour 24', 'Sun, 06 Nov 1994 24:00:00 GMT'],
    ['minute 60', 'Sun, 06 Nov 1994 08:60:37 GMT'],
    ['minute 61', 'Sun, 06 Nov 1994 08:61:37 GMT'],
    ['second 61', 'Sun, 06 Nov 1994 08:49:61 GMT'],
    ['hour 24 in asctime', 'Sun Nov  6 24:00:00 1994'],
    ['other separators', 'Sun, 06 Nov 1994 08.49.37 GMT'],
    ['no comma', 'Sun. 06 Nov 1994 08:49:37 GMT'],
    ['slashes in RFC 850', 'Sunday, 06/Nov/94 08:49:37 GMT'],
    ['two spaces before one digit only', 'Sun Nov   08:49:37 1994'],
    ['two dates', 'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT'],
    ['the tail of RFC 850 alone', ', 06-Nov-94 08:49:37 GMT'],
  ])('rule 28: %s is no date', (_title, text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });

  it.each([Number.NaN, Infinity, -Infinity])('knows no two-digit year where now is %s', (now) => {
    expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT', now)).toBeUndefined();
    expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', now)).toBe(BASE);
  });

  it('rule 27: reads every second it can write, in all three forms', () => {
    const seconds = fc.integer({ min: FIRST / 1000, max: LAST / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const ms = second * 1000;
        expect(parseHttpDate(formatHttpDate(ms))).toBe(ms);
        expect(parseHttpDate(asctime(new Date(ms)))).toBe(ms);
        expect(parseHttpDate(rfc850(new Date(ms)), ms)).toBe(ms);
      }),
      { numRuns: 1000 },
    );
  });

  it('rule 27: a two-digit year is never more than 50 years ahead, nor as much as 50 years and a day behind', () => {
    const times = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2400, 0) });
    fc.assert(
      fc.property(times, times, (ms, now) => {
        const date = parseHttpDate(rfc850(new Date(ms)), now);
        // 29 February may not exist in the year meant.
        if (date === undefined) return;
        const years = (date - now) / (365.2425 * 86_400_000);
        expect(years).toBeLessThan(50.01);
        expect(years).toBeGreaterThan(-50.01);
        expect(new Date(date).getUTCFullYear() % 100).toBe(new Date(ms).getUTCFullYear() % 100);
      }),
    );
  });
});

describe('formatHttpDate', () => {
  it.each([
    ['an IMF-fixdate', BASE, 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['rule 30: truncated down', BASE + 999, 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['rule 30: truncated down before the epoch', -1, 'Wed, 31 Dec 1969 23:59:59 GMT'],
    ['rule 30: truncated down within a millisecond', -0.5, 'Wed, 31 Dec 1969 23:59:59 GMT'],
    ['four digits for the year', FIRST, 'Sat, 01 Jan 0000 00:00:00 GMT'],
    ['the last second', LAST + 999.9, 'Fri, 31 Dec 9999 23:59:59 GMT'],
    ['the nearest: too late', LAST + 1000, 'Fri, 31 Dec 9999 23:59:59 GMT'],
    ['the nearest: infinitely late', Infinity, 'Fri, 31 Dec 9999 23:59:59 GMT'],
    ['the nearest: too early', FIRST - 1, 'Sat, 01 Jan 0000 00:00:00 GMT'],
    ['the nearest: infinitely early', -Infinity, 'Sat, 01 Jan 0000 00:00:00 GMT'],
    ['the epoch for NaN', Number.NaN, 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('%s', (_title, ms, text) => {
    expect(formatHttpDate(ms)).toBe(text);
  });

  it('writes a date for any number, the same second where it can be said', () => {
    fc.assert(
      fc.property(fc.double(), (ms) => {
        const date = parseHttpDate(formatHttpDate(ms));
        expect(date).toBeDefined();
        if (isHttpDate(ms)) expect(date).toBe(Math.floor(ms / 1000) * 1000 + 0);
      }),
    );
  });
});

describe('isHttpDate', () => {
  it.each([
    [0, true],
    [FIRST, true],
    [FIRST - 1, false],
    [LAST + 999, true],
    [LAST + 1000, false],
    [Number.NaN, false],
    [Infinity, false],
    [-Infinity, false],
  ])('%d: %s', (ms, expected) => {
    expect(isHttpDate(ms)).toBe(expected);
  });
});

function asctime(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const time = date.toISOString().slice(11, 19);
  return `${dayName(date).slice(0, 3)} ${MONTHS[date.getUTCMonth()]} ${day} ${time} ${year(date)}`;
}

function rfc850(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${dayName(date)}, ${day}-${MONTHS[date.getUTCMonth()]}-${year(date).slice(2)} ${time} GMT`;
}

function dayName(date: Date): string {
  return DAYS[date.getUTCDay()]!;
}

function year(date: Date): string {
  return String(date.getUTCFullYear()).padStart(4, '0');
}
