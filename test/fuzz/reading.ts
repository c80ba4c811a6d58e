/**
 * What a request says, read by the grammars of RFC 9110 octet by octet. It shares nothing with `src/rfc9110/`, and takes
 * nothing into account but the document.
 */
import type { Field, Request } from '../rfc9110/transcription.js';

export type Lines = readonly string[] | undefined;

export interface Fields {
  readonly ifMatch?: Lines;
  readonly ifNoneMatch?: Lines;
  readonly ifModifiedSince?: Lines;
  readonly ifUnmodifiedSince?: Lines;
}

export function read(method: string, fields: Fields): Request {
  const ifMatch = tagField(fields.ifMatch);
  const ifNoneMatch = tagField(fields.ifNoneMatch);
  const ifModifiedSince = dateField(fields.ifModifiedSince);
  const ifUnmodifiedSince = dateField(fields.ifUnmodifiedSince);
  return {
    method,
    ...(ifMatch !== undefined && { ifMatch }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
    ...(ifModifiedSince !== undefined && { ifModifiedSince }),
    ...(ifUnmodifiedSince !== undefined && { ifUnmodifiedSince }),
  };
}

/** 5.3: lines that repeat are one value, joined with commas. 5.5: white space around a line is not part of it. */
function tagField(lines: Lines): Field | undefined {
  if (lines === undefined) return undefined;
  const value = lines.map(trimmed).join(', ');
  return trimmed(value) === '*' ? '*' : (tagsIn(value) ?? 'malformed');
}

/** 5.6.1.2: `#element => [ element ] *( OWS "," OWS [ element ] )` */
function tagsIn(value: string): string[] | undefined {
  const tags: string[] = [];
  let at = 0;
  const skip = (octets: string): void => {
    while (at < value.length && octets.includes(value[at]!)) at += 1;
  };
  for (skip(' \t,'); at < value.length; skip(' \t,')) {
    const from = at;
    if (value.startsWith('W/', at)) at += 2;
    if (value[at] !== '"') return undefined;
    for (at += 1; at < value.length && isEtagc(value.charCodeAt(at)); at += 1);
    if (value[at] !== '"') return undefined;
    at += 1;
    tags.push(value.slice(from, at));
    skip(' \t');
    if (at < value.length && value[at] !== ',') return undefined;
  }
  return tags;
}

/** 8.8.3: `etagc = %x21 / %x23-7E / obs-text` */
function isEtagc(octet: number): boolean {
  return octet === 0x21 || (octet >= 0x23 && octet <= 0x7e) || (octet >= 0x80 && octet <= 0xff);
}

/** A date is no list: on two lines it is none. */
function dateField(lines: Lines): number | undefined {
  return lines?.length === 1 ? secondsOf(trimmed(lines[0]!)) : undefined;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const SHORT = DAYS.map((day) => day.slice(0, 3));
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const MONTH = `(?<month>${MONTHS.join('|')})`;
/** 5.6.7: IMF-fixdate, rfc850-date, asctime-date */
const FORMS = [
  `(?<weekday>${SHORT.join('|')}), (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT`,
  `(?<weekday>${DAYS.join('|')}), (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT`,
  `(?<weekday>${SHORT.join('|')}) ${MONTH} (?<day>\\d\\d| \\d) ${TIME} (?<year>\\d{4})`,
].map((form) => new RegExp(`^${form}$`));

/** Whole seconds since 1970; undefined where it is no date. */
function secondsOf(value: string): number | undefined {
  for (const form of FORMS) {
    const { day, month, year, hour, minute, second } = form.exec(value)?.groups ?? {};
    if (day === undefined) continue;
    const parts = [
      MONTHS.indexOf(month!),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    ] as const;
    const made = new Date(Date.UTC(fullYear(year!), ...parts));
    const same =
      made.getUTCMonth() === parts[0] &&
      made.getUTCDate() === parts[1] &&
      made.getUTCHours() === parts[2] &&
      made.getUTCMinutes() === parts[3];
    // The grammar has a leap second: 60.
    return same || (parts[4] === 60 && parts[2] < 24 && parts[3] < 60) ? made.getTime() / 1000 : undefined;
  }
  return undefined;
}

/** "… a timestamp that appears to be more than 50 years in the future … the most recent year in the past" */
function fullYear(digits: string): number {
  if (digits.length === 4) return Number(digits);
  const now = new Date().getUTCFullYear();
  const year = Math.floor(now / 100) * 100 + Number(digits);
  return year > now + 50 ? year - 100 : year;
}

function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
