/**
 * HTTP-date: one form to write, three to read (5.6.7).
 *
 * ```text
 * HTTP-date    = IMF-fixdate / obs-date
 * IMF-fixdate  = day-name "," SP 2DIGIT SP month SP 4DIGIT SP time-of-day SP GMT
 * obs-date     = rfc850-date / asctime-date
 * rfc850-date  = day-name-l "," SP 2DIGIT "-" month "-" 2DIGIT SP time-of-day SP GMT
 * asctime-date = day-name SP month SP ( 2DIGIT / ( SP 1DIGIT )) SP time-of-day SP 4DIGIT
 * time-of-day  = 2DIGIT ":" 2DIGIT ":" 2DIGIT
 * ```
 * Examples: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const DAY_NAME = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY_NAME = '(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME_OF_DAY = '(?<hours>[01]\\d|2[0-3]):(?<minutes>[0-5]\\d):(?<seconds>[0-5]\\d|60)';

const IMF_FIXDATE = new RegExp(`^${DAY_NAME}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME_OF_DAY} GMT$`);
const RFC850 = new RegExp(`^${LONG_DAY_NAME}, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME_OF_DAY} GMT$`);
const ASCTIME = new RegExp(`^${DAY_NAME} ${MONTH} (?<day>[ \\d]\\d) ${TIME_OF_DAY} (?<year>\\d{4})$`);

/** The years 0000 to 9999. */
const FIRST = -62_167_219_200_000;
const END = 253_402_300_800_000;

type Fields = Readonly<Record<string, string>>;

/**
 * Reads an HTTP-date in any of its three forms. Anything else is not a date, and the field it stands in is ignored.
 *
 * The form is strict: GMT, names in their own case, no white space around it, a day that the month has. The day name
 * need not be the right one, since senders get it wrong. A leap second (`:60`) counts as the second before it.
 *
 * @param now epoch milliseconds, for the two-digit years of the RFC 850 form; the present by default
 * @returns epoch milliseconds, or undefined
 * @example
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT'); // 784111777000
 * parseHttpDate('1994-11-06T08:49:37Z'); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function parseHttpDate(text: string, now = Date.now()): number | undefined {
  const fields = (IMF_FIXDATE.exec(text) ?? ASCTIME.exec(text))?.groups;
  if (fields) return epochOf(fields, Number(fields['year']));
  const short = RFC850.exec(text)?.groups;
  return short && epochOf(short, yearMeant(short, now));
}

/**
 * Writes the IMF-fixdate of a point in time, truncated down to the second. Never throws.
 *
 * What {@link isHttpDate} says no to has no text of its own: a time before the year 0000 or after 9999 gives the
 * nearest second that has one, `NaN` gives the epoch. Ask first where that would be wrong.
 *
 * @param ms epoch milliseconds
 * @example
 * formatHttpDate(784111777999); // 'Sun, 06 Nov 1994 08:49:37 GMT'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function formatHttpDate(ms: number): string {
  const known = Number.isNaN(ms) ? 0 : ms;
  return new Date(wholeSeconds(Math.min(Math.max(known, FIRST), END - 1))).toUTCString();
}

/**
 * True where an HTTP-date can say this point in time: a finite number within the years 0000 to 9999.
 * @param ms epoch milliseconds
 * @example
 * isHttpDate(new Date('no date').getTime()); // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function isHttpDate(ms: number): boolean {
  return ms >= FIRST && ms < END;
}

/** Milliseconds truncated down to the second: all that an HTTP-date can carry. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** Epoch milliseconds, or undefined where the month has no such day. */
function epochOf(fields: Fields, year: number): number | undefined {
  const ms = millisecondsOf(fields, year);
  return new Date(ms).getUTCDate() === Number(fields['day']) ? ms : undefined;
}

/** The year that two digits mean: the latest in which the timestamp is not more than 50 years after `now`. */
function yearMeant(fields: Fields, now: number): number {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() + 50);
  const year = Math.floor(limit.getUTCFullYear() / 100) * 100 + Number(fields['year']);
  return millisecondsOf(fields, year) > limit.getTime() ? year - 100 : year;
}

function millisecondsOf({ month, day, hours, minutes, seconds }: Fields, year: number): number {
  // Date.UTC() would take the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, MONTHS.indexOf(month!), Number(day));
  return date.setUTCHours(Number(hours), Number(minutes), Math.min(Number(seconds), 59));
}
