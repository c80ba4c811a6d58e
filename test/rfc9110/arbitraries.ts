import * as fc from 'fast-check';
import type { EntityTag } from '../../src/rfc9110/index.js';

const etagc = fc
  .oneof(fc.constant(0x21), fc.integer({ min: 0x23, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff }))
  .map((unit) => String.fromCharCode(unit));

/** Every legal opaque-tag. */
export const opaque = fc.string({ unit: etagc, maxLength: 20 });

/** Every legal entity-tag. */
export const tag: fc.Arbitrary<EntityTag> = fc.record({ weak: fc.boolean(), opaque });

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));

/** Any string, lone surrogates and control characters included. */
export const anyText = fc.oneof(
  fc.string({ unit: codeUnit, maxLength: 50 }),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.string({ maxLength: 50 }),
);

const FRAGMENTS = [
  '"',
  '""',
  '"a"',
  'W/',
  'W/"a"',
  'w/"',
  '"a',
  'a"',
  '*',
  ',',
  ' ',
  '\t',
  ', ',
  '\\',
  '\\"',
  '=',
  '%',
  '\0',
  '\r\n',
  'no-store',
  'NO-STORE',
  'no-stor',
  'x="',
  'private',
  'max-age=',
  'Accept',
  '\x7f',
  '\xff',
  '\u0130',
  '\ud800',
  'Sun, ',
  'Sunday, ',
  '06',
  ' Nov',
  '-Nov-',
  '94',
  ' 1994',
  ' 08:49:37',
  ' GMT',
  'Sun Nov  6 08:49:37 1994',
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  '0',
  '-',
  ':',
];

const LIMIT = 64 * 1024;

/** Text made of what the grammars are made of, repeated to anything up to 64 KiB. */
export const junk = fc
  .tuple(
    fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 1, max: LIMIT }),
  )
  .map(([parts, length]) => repeatTo(parts.join(''), length));

/** As {@link junk}, but short, so that all of it matters. */
export const shortJunk = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 })
  .map((parts) => parts.join(''));

function repeatTo(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
}
