/**
 * HTTP-date: one form to write, three to read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 *
 * ```text
 * HTTP-date    = IMF-fixdate / obs-date
 * IMF-fixdate  = day-name "," SP 2DIGIT SP month SP 4DIGIT SP time-of-day SP GMT
 * obs-date     = rfc850-date / asctime-date
 * rfc850-date  = day-name-l "," SP 2DIGIT "-" month "-" 2DIGIT SP time-of-day SP GMT
 * asctime-date = day-name SP month SP ( 2DIGIT / ( SP 1DIGIT )) SP time-of-day SP 4DIGIT
 * time-of-day  = 2DIGIT ":" 2DIGIT ":" 2DIGIT
 * ```
 *
 * Examples: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`
 */
import { resolveYear, toEpoch } from './calendar.js';
import { fits, numberAt } from './fixed-form.js';

const DAYS = new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
const LONG_DAYS = new Set(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const IMF_FIXDATE = '***, 00 *** 0000 00:00:00 GMT';
const ASCTIME = '*** *** _0 00:00:00 0000';
const RFC850_TAIL = ', 00-***-00 00:00:00 GMT';

/** The years 0000 to 9999: what four digits can say. */
const FIRST = -62_167_219_200_000;
const END = 253_402_300_800_000;

/**
 * Reads an HTTP-date in any of its three forms; anything else is not a date, and the field it stands in is to be
 * ignored.
 *
 * The form is strict: GMT, names in their own case, no white space around it, a day that the month has. The day
 * name must be one, but need not be the right one for the date, since senders get it wrong and it adds
 * nothing. A leap second (`:60`) counts as the second before it, for which epoch time has a number: at worst a
 * representation is sent once more, or a write is refused.
 *
 * @param now epoch milliseconds, for the two-digit years of the RFC 850 form; the present by default
 * @returns epoch milliseconds, or undefined
 *
 * @example
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT'); // 784111777000
 * parseHttpDate('1994-11-06T08:49:37Z'); // undefined
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function parseHttpDate(text: string, now = Date.now()): number | undefined {
  // The length alone tells the forms apart: RFC 850 dates have 30 characters at the least.
  if (text.length === IMF_FIXDATE.length) return parseImfFixdate(text);
  if (text.length === ASCTIME.length) return parseAsctime(text);
  return parseRfc850(text, now);
}

/**
 * Writes the IMF-fixdate of a point in time, truncated down to the second.
 *
 * Never throws. What {@link isHttpDate} says no to has no text of its own: a time before the year 0000 or after
 * 9999 gives the nearest second that has one, `NaN` gives the epoch. Ask first where that would be wrong.
 *
 * @param ms epoch milliseconds
 *
 * @example
 * formatHttpDate(784111777999); // 'Sun, 06 Nov 1994 08:49:37 GMT'
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function formatHttpDate(ms: number): string {
  const known = Number.isNaN(ms) ? 0 : ms;
  return new Date(wholeSeconds(Math.min(Math.max(known, FIRST), END - 1))).toUTCString();
}

/**
 * True where an HTTP-date can say this point in time: a finite number within the years 0000 to 9999.
 *
 * @param ms epoch milliseconds
 *
 * @example
 * isHttpDate(new Date('no date').getTime()); // false
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function isHttpDate(ms: number): boolean {
  return ms >= FIRST && ms < END;
}

/** Milliseconds truncated down to the second: all that an HTTP-date can carry. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function parseImfFixdate(text: string): number | undefined {
  if (!fits(text, 0, IMF_FIXDATE) || !DAYS.has(text.slice(0, 3))) return undefined;
  return toEpoch({
    year: numberAt(text, 12, 4),
    month: monthAt(text, 8),
    day: numberAt(text, 5, 2),
    timeOfDay: timeOfDayAt(text, 17),
  });
}

function parseAsctime(text: string): number | undefined {
  if (!fits(text, 0, ASCTIME) || !DAYS.has(text.slice(0, 3))) return undefined;
  return toEpoch({
    year: numberAt(text, 20, 4),
    month: monthAt(text, 4),
    day: numberAt(text, 8, 2),
    timeOfDay: timeOfDayAt(text, 11),
  });
}

function parseRfc850(text: string, now: number): number | undefined {
  // Day names differ in length, so the positions count from the comma, itself counted from the end.
  const comma = text.length - RFC850_TAIL.length;
  if (!fits(text, comma, RFC850_TAIL) || !LONG_DAYS.has(text.slice(0, comma))) return undefined;
  const date = {
    year: numberAt(text, comma + 9, 2),
    month: monthAt(text, comma + 5),
    day: numberAt(text, comma + 2, 2),
    timeOfDay: timeOfDayAt(text, comma + 12),
  };
  return toEpoch({ ...date, year: resolveYear(date, now) });
}

/** Months from 0; -1 for what is no month. */
function monthAt(text: string, at: number): number {
  return MONTHS.indexOf(text.slice(at, at + 3));
}

/** Milliseconds since midnight; `NaN` for what is no time of day. */
function timeOfDayAt(text: string, at: number): number {
  const hours = numberAt(text, at, 2);
  const minutes = numberAt(text, at + 3, 2);
  const seconds = numberAt(text, at + 6, 2);
  if (hours > 23 || minutes > 59 || seconds > 60) return Number.NaN;
  return ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000;
}
