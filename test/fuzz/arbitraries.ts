/** What is sent: sequences of requests to one room. Tags and dates are named by what they have to do with the room. */
import * as fc from 'fast-check';
import { opaque } from '../rfc9110/arbitraries.js';
import type { Kind } from './kind-routes.js';
import { KINDS } from './kinds.js';

/** A member of a list: a tag that was shown (the newest, the one before …), that of a version, or any text. */
export type Member = { readonly weak: boolean } & (
  { readonly shown: number } | { readonly version: number } | { readonly opaque: string }
);

/** A field: `*`, members with what stands between them, or any octets that a field may have. */
export type TagLine =
  { readonly text: string } | { readonly members: readonly Member[]; readonly separator: string };

/** Seconds after the current version, in one of the three forms, or any octets. */
export type DateLine = { readonly text: string } | { readonly after: number; readonly form: 0 | 1 | 2 };

export interface Command {
  readonly method: string;
  readonly ifMatch?: readonly TagLine[] | undefined;
  readonly ifNoneMatch?: readonly TagLine[] | undefined;
  readonly ifModifiedSince?: readonly DateLine[] | undefined;
  readonly ifUnmodifiedSince?: readonly DateLine[] | undefined;
  readonly range?: string | undefined;
  readonly ifRange?: TagLine | DateLine | undefined;
  readonly acceptEncoding?: string | undefined;
  readonly acceptLanguage?: string | undefined;
  /** An octet that no field may have: the request is none. */
  readonly illegal?: string | undefined;
}

export interface Sequence {
  readonly kind: string;
  readonly around: Around;
  readonly commands: readonly Command[];
}

/** What stands around the routes. */
export const AROUND = ['nothing', 'interceptors', 'a compressor'] as const;
export type Around = (typeof AROUND)[number];

const member: fc.Arbitrary<Member> = fc
  .tuple(
    fc.boolean(),
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ shown: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ version: fc.integer({ min: -1, max: 1 }) }) },
      { weight: 1, arbitrary: fc.record({ opaque }) },
    ),
  )
  .map(([weak, named]) => Object.assign({ weak }, named));

/** Anything between a space and the last octet, and tabs: DEL is no octet of a field. */
const fieldText = fc.string({
  unit: fc.constantFrom(
    ...'",*W/w\\ \t;=aA1-:GMT',
    ...Array.from({ length: 0x60 }, (_, at) => String.fromCharCode(0xa0 + at)),
  ),
  maxLength: 24,
});

const list: fc.Arbitrary<TagLine> = fc.record({
  members: fc.array(member, { minLength: 1, maxLength: 4 }),
  separator: fc.constantFrom(', ', ',', ' ,\t', ',,', ' , , ', ' ', ';'),
});

const tagLine: fc.Arbitrary<TagLine> = fc.oneof(
  { weight: 6, arbitrary: list },
  { weight: 2, arbitrary: fc.constantFrom({ text: '*' }, { text: '"*"' }, { text: '' }, { text: ',' }) },
  { weight: 2, arbitrary: fc.record({ text: fieldText }) },
);

const dateLine: fc.Arbitrary<DateLine> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      after: fc.integer({ min: -2, max: 2 }),
      form: fc.constantFrom(0 as const, 1 as const, 2 as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        '2030',
        'Wed, 01 May 2030 12:61:00 GMT',
        '2024-05-01T12:00:00Z',
        'Wed, 01 May 2030 12:00:00 +0000',
      )
      .map((text) => ({ text })),
  },
  { weight: 1, arbitrary: fc.record({ text: fieldText }) },
);

/** Mostly one line; now and then two. */
function lines<T>(line: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
  return fc.oneof({ weight: 5, arbitrary: fc.tuple(line) }, { weight: 1, arbitrary: fc.tuple(line, line) });
}

/** @param rarely once in so many times */
function sometimes<T>(arbitrary: fc.Arbitrary<T>, rarely: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: rarely - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const RANGES = [
  'bytes=0-2',
  'bytes=-3',
  'bytes=5-',
  'bytes=0-0,4-9,-1',
  'bytes=99999-',
  'bytes=5-2',
  'items=0-2',
  'bytes=',
  'bytes=0-9,bytes=3',
];
const CODINGS = ['gzip', 'br', 'identity', 'gzip;q=0', '*', 'gzip, br;q=0.5', '*;q=0', ';;q', 'gzip;q=x', ''];
const ILLEGAL = ['\0', '\x01', '\x0b', '\x1f', '\x7f'];

const PRECONDITIONS = {
  ifMatch: sometimes(lines(tagLine), 3),
  ifNoneMatch: sometimes(lines(tagLine), 2),
  ifModifiedSince: sometimes(lines(dateLine), 4),
  ifUnmodifiedSince: sometimes(lines(dateLine), 4),
  range: sometimes(fc.oneof(fc.constantFrom(...RANGES), fieldText), 5),
  ifRange: sometimes(fc.oneof(tagLine, dateLine), 8),
  acceptEncoding: sometimes(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...CODINGS) }, { weight: 1, arbitrary: fieldText }),
    3,
  ),
  acceptLanguage: sometimes(fc.constantFrom('de', 'fr', 'de, en;q=0.5'), 3),
  illegal: sometimes(fc.constantFrom(...ILLEGAL), 100),
};

/** Mostly what the kind has a route for. */
function methodsOf({ routes }: Kind): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('GET', 'GET', 'GET', 'HEAD') },
    { weight: 6, arbitrary: fc.constantFrom(...Object.keys(routes)) },
    { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'OPTIONS') },
  );
}

function sequencesOf([kind, of]: [string, Kind]): fc.Arbitrary<Sequence> {
  const command: fc.Arbitrary<Command> = fc.record({ method: methodsOf(of), ...PRECONDITIONS });
  return fc.record({
    kind: fc.constant(kind),
    around: fc.constantFrom(...AROUND),
    commands: fc.array(command, { minLength: 1, maxLength: 12 }),
  });
}

export const sequence: fc.Arbitrary<Sequence> = fc.oneof(...Object.entries(KINDS).map(sequencesOf));
