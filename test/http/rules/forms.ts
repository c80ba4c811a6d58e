/**
 * The forms a precondition field takes: how it is written, and what it means. The meaning is written out by hand, never
 * worked out by code of ours.
 */
import type { Field, Request } from '../../rfc9110/transcription.js';
import { LAST_MODIFIED } from './states.js';

export type Lines = string | readonly string[];

/** One field, or several, of a request. */
export interface Form {
  readonly name: string;
  readonly headers: Readonly<Record<string, Lines>>;
  readonly means: Omit<Request, 'method'>;
}

type TagForm = readonly [name: string, lines: Lines, means: Field];

/** @param o the opaque-tag of the current state, or of what a client believes to be it */
function tagForms(o: string): readonly TagForm[] {
  return [
    ['matching', `"${o}"`, [`"${o}"`]],
    ['matching, weak', `W/"${o}"`, [`W/"${o}"`]],
    ['other', '"other"', ['"other"']],
    ['other, weak', 'W/"other"', ['W/"other"']],
    ['other by case', `"${o.toUpperCase()}"`, [`"${o.toUpperCase()}"`]],
    ['empty opaque-tag', '""', ['""']],
    ['list with a match', `"other", "${o}", W/"third"`, ['"other"', `"${o}"`, 'W/"third"']],
    ['list with a weak match', `"other", W/"${o}"`, ['"other"', `W/"${o}"`]],
    ['list without a match', '"other", W/"third"', ['"other"', 'W/"third"']],
    ['list without spaces', `"other","${o}"`, ['"other"', `"${o}"`]],
    ['list with tabs', `"other"\t,\t"${o}"`, ['"other"', `"${o}"`]],
    ['list with empty members', `,"other",, ,"${o}",`, ['"other"', `"${o}"`]],
    ['nothing but commas', ', ,', []],
    ['empty value', '', []],
    ['comma inside a tag', `"other,${o}"`, [`"other,${o}"`]],
    ['comma inside the tag before', `"other,","${o}"`, ['"other,"', `"${o}"`]],
    ['backslash before a quote', `"other\\","${o}"`, ['"other\\"', `"${o}"`]],
    ['obs-text beside a match', `"caf\xe9", "\xff\x80", "${o}"`, ['"caf\xe9"', '"\xff\x80"', `"${o}"`]],
    ['obs-text inside a tag', `"${o}\xe9"`, [`"${o}\xe9"`]],
    ['repeated lines', ['"other"', `"${o}"`], ['"other"', `"${o}"`]],
    ['repeated lines, one empty', [`"${o}"`, ''], [`"${o}"`]],
    ['asterisk', '*', '*'],
    ['asterisk in a list', `"${o}", *`, 'malformed'],
    ['asterisk twice', '*, *', 'malformed'],
    ['asterisk on a line of its own', [`"${o}"`, '*'], 'malformed'],
    ['asterisk in quotes', '"*"', ['"*"']],
    ['unquoted', o, 'malformed'],
    ['in single quotes', `'${o}'`, 'malformed'],
    ['quote missing at the end', `"${o}`, 'malformed'],
    ['quote missing at the start', `${o}"`, 'malformed'],
    ['space inside', `"${o} "`, 'malformed'],
    ['space inside, beside a match', `"${o}", "a b"`, 'malformed'],
    ['lower-case w/', `w/"${o}"`, 'malformed'],
    ['weak without slash', `W"${o}"`, 'malformed'],
    ['weak twice', `W/W/"${o}"`, 'malformed'],
    ['space after W/', `W/ "${o}"`, 'malformed'],
    ['junk before', `junk"${o}"`, 'malformed'],
    ['junk after', `"${o}"junk`, 'malformed'],
    ['comma missing', `"${o}" "other"`, 'malformed'],
    ['semicolon for comma', `"${o}"; "other"`, 'malformed'],
    ['no-break space around', `\xa0"${o}"\xa0`, 'malformed'],
    ['escaped quote', `"a\\"${o}"`, 'malformed'],
  ];
}

const seconds = (iso: string): number => Date.parse(iso) / 1000;
const EQUAL = seconds('2024-05-01T12:00:00Z');

type DateForm = readonly [name: string, lines: Lines, means: number | undefined];

const EARLIER = 'Wed, 01 May 2024 11:59:59 GMT';

const DATE_FORMS: readonly DateForm[] = [
  ['equal', LAST_MODIFIED, EQUAL],
  ['a second earlier', EARLIER, EQUAL - 1],
  ['a second later', 'Wed, 01 May 2024 12:00:01 GMT', EQUAL + 1],
  ['the epoch', 'Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['the future', 'Fri, 01 Jan 2100 00:00:00 GMT', seconds('2100-01-01T00:00:00Z')],
  ['RFC 850, equal', 'Wednesday, 01-May-24 12:00:00 GMT', EQUAL],
  ['RFC 850, earlier', 'Wednesday, 01-May-24 11:59:59 GMT', EQUAL - 1],
  ['RFC 850, last century', 'Saturday, 01-May-99 12:00:00 GMT', seconds('1999-05-01T12:00:00Z')],
  ['asctime, equal', 'Wed May  1 12:00:00 2024', EQUAL],
  ['asctime, earlier', 'Wed May  1 11:59:59 2024', EQUAL - 1],
  ['two lines, which are no date', [LAST_MODIFIED, EARLIER], undefined],
  ['ISO 8601', '2030-05-01T12:00:00Z', undefined],
  ['a year', '2030', undefined],
  ['epoch seconds', '1900000000', undefined],
  ['numeric zone', 'Wed, 01 May 2030 12:00:00 +0000', undefined],
  ['zone UTC', 'Wed, 01 May 2030 12:00:00 UTC', undefined],
  ['no zone', 'Wed, 01 May 2030 12:00:00', undefined],
  ['weekday missing', '01 May 2030 12:00:00 GMT', undefined],
  ['minute 61', 'Wed, 01 May 2030 12:61:00 GMT', undefined],
  ['31 February', 'Sat, 31 Feb 2030 12:00:00 GMT', undefined],
  ['lower case', 'wed, 01 may 2030 12:00:00 gmt', undefined],
  ['two spaces', 'Wed,  01 May 2030 12:00:00 GMT', undefined],
  ['in quotes', `"${LAST_MODIFIED}"`, undefined],
  ['empty value', '', undefined],
];

function tagField(header: 'if-match' | 'if-none-match', o: string): Form[] {
  const key = header === 'if-match' ? 'ifMatch' : 'ifNoneMatch';
  return tagForms(o).map(([name, lines, means]) => ({
    name: `${header}: ${name}`,
    headers: { [header]: lines },
    means: { [key]: means },
  }));
}

function dateField(header: 'if-modified-since' | 'if-unmodified-since'): Form[] {
  const key = header === 'if-modified-since' ? 'ifModifiedSince' : 'ifUnmodifiedSince';
  return DATE_FORMS.map(([name, lines, means]) => ({
    name: `${header}: ${name}`,
    headers: { [header]: lines },
    means: means === undefined ? {} : { [key]: means },
  }));
}

/** Every field that is absent, true or false of a strong tag with a date, crossed with every other. */
function crossed(o: string): Form[] {
  const tags = ['-', 'matching', 'other'];
  const dates = ['-', 'equal', 'a second earlier'];
  const sets = [
    pick(tagField('if-match', o), tags),
    pick(dateField('if-unmodified-since'), dates),
    pick(tagField('if-none-match', o), tags),
    pick(dateField('if-modified-since'), dates),
  ];
  return sets.reduce((made, forms) => made.flatMap((one) => forms.map((other) => both(one, other))), [NONE]);
}

const NONE: Form = { name: '', headers: {}, means: {} };

function pick(forms: readonly Form[], names: readonly string[]): Form[] {
  return names.map((name) => forms.find((form) => form.name.endsWith(`: ${name}`)) ?? NONE);
}

function both(one: Form, other: Form): Form {
  return {
    name: [one.name, other.name].filter(Boolean).join(' + '),
    headers: { ...one.headers, ...other.headers },
    means: { ...one.means, ...other.means },
  };
}

/** The rows of the matrix, by field. */
export const GROUPS: Readonly<Record<string, (o: string) => readonly Form[]>> = {
  'If-Match': (o) => tagField('if-match', o),
  'If-None-Match': (o) => tagField('if-none-match', o),
  'If-Modified-Since': () => dateField('if-modified-since'),
  'If-Unmodified-Since': () => dateField('if-unmodified-since'),
  'fields together': crossed,
};
