/**
 * From the fields of a date to a point in time, on the proleptic Gregorian calendar, in UTC.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FEBRUARY = 1;

/** The calendar repeats every 400 years to the day, 146,097 of them. */
const CYCLE_YEARS = 400;
const CYCLE_MS = 146_097 * 86_400_000;

/** The fields of a date as they were read: month from 0, `timeOfDay` in milliseconds since midnight. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly timeOfDay: number;
}

/** Epoch milliseconds, or undefined where the calendar has no such day or the time is `NaN`. */
export function toEpoch(date: CalendarDate): number | undefined {
  if (date.day < 1 || date.day > daysInMonth(date)) return undefined;
  const ms = toMilliseconds(date);
  return Number.isNaN(ms) ? undefined : ms;
}

/**
 * The year meant by the last two digits of `date.year`: the latest that is not more than 50 years after `now`.
 * To the second, as the RFC speaks of timestamps rather than of years.
 */
export function resolveYear(date: CalendarDate, now: number): number {
  const limit = new Date(now);
  limit.setUTCFullYear(limit.getUTCFullYear() + 50);
  const year = Math.floor(limit.getUTCFullYear() / 100) * 100 + date.year;
  return toMilliseconds({ ...date, year }) > limit.getTime() ? year - 100 : year;
}

function toMilliseconds({ year, month, day, timeOfDay }: CalendarDate): number {
  // One cycle later and back, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return Date.UTC(year + CYCLE_YEARS, month, day) - CYCLE_MS + timeOfDay;
}

/** 0 for a month that does not exist: it has no valid day. */
function daysInMonth({ year, month }: CalendarDate): number {
  return month === FEBRUARY && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month] ?? 0);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
