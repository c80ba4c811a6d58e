import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  decodeOpaque,
  encodeOpaque,
  entityTag,
  formatEntityTag,
  parseEntityTag,
  strongEquals,
  weakEquals,
} from '../../src/rfc9110/index.js';
import { anyText, opaque, tag } from './arbitraries.js';

describe('parseEntityTag', () => {
  it.each([
    ['rule 19: a plain tag', '"xyzzy"', false, 'xyzzy'],
    ['rule 19: an empty tag', '""', false, ''],
    ['rule 19: commas are legal', '"a,b,"', false, 'a,b,'],
    ['rule 19: a backslash escapes nothing', '"c3p\\"', false, 'c3p\\'],
    ['rule 19: the first and the last of etagc', '"!#~\x80\xff"', false, '!#~\x80\xff'],
    ['rule 19: what looks like a prefix inside', '"W/"', false, 'W/'],
    ['rule 23: a weak tag', 'W/"xyzzy"', true, 'xyzzy'],
    ['rule 23: an empty weak tag', 'W/""', true, ''],
  ])('%s', (_title, text, weak, expected) => {
    expect(parseEntityTag(text)).toEqual({ weak, opaque: expected });
  });

  it.each([
    ['rule 19: a space inside', '"a b"'],
    ['rule 19: a tab inside', '"a\tb"'],
    ['rule 19: a quote inside', '"a"b"'],
    ['rule 19: an escaped quote', '"a\\"b"'],
    ['rule 19: DEL inside', '"\x7f"'],
    ['rule 19: NUL inside', '"\0"'],
    ['rule 19: a line end inside', '"a\r\nb"'],
    ['rule 19: above 0xFF', '"\u0100"'],
    ['rule 20: white space around', ' "a"'],
    ['rule 20: white space after', '"a" '],
    ['rule 23: a lower-case prefix', 'w/"a"'],
    ['rule 23: half a prefix', 'W"a"'],
    ['rule 23: the prefix twice', 'W/W/"a"'],
    ['rule 23: white space after the prefix', 'W/ "a"'],
    ['rule 23: the prefix alone', 'W/'],
    ['rule 25: no quotes', 'a'],
    ['rule 25: single quotes', "'a'"],
    ['rule 25: never closed', '"a'],
    ['rule 25: never opened', 'a"'],
    ['rule 25: one quote', '"'],
    ['rule 25: junk before', 'junk"a"'],
    ['rule 25: junk after', '"a"junk'],
    ['rule 25: two tags', '"a","b"'],
    ['rule 25: `*`', '*'],
    ['rule 25: nothing', ''],
  ])('%s is no entity-tag', (_title, text) => {
    expect(parseEntityTag(text)).toBeUndefined();
  });

  it('gives back what formatEntityTag wrote', () => {
    fc.assert(fc.property(tag, (any) => expect(parseEntityTag(formatEntityTag(any))).toEqual(any)));
  });
});

describe('formatEntityTag', () => {
  it('keeps a legal opaque-tag as it is, percent signs and obs-text included', () => {
    expect(formatEntityTag({ weak: false, opaque: '50%\xe9' })).toBe('"50%\xe9"');
    expect(formatEntityTag({ weak: true, opaque: '' })).toBe('W/""');
  });

  it('encodes what would break the field, and gives a tag whatever the text', () => {
    expect(formatEntityTag({ weak: false, opaque: 'a"\r\nSet-Cookie: b' })).toBe(
      '"a%22%0D%0ASet-Cookie:%20b"',
    );
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, weak) => {
        expect(parseEntityTag(formatEntityTag({ weak, opaque: text }))?.weak).toBe(weak);
      }),
    );
  });
});

describe('encodeOpaque', () => {
  it.each([
    ['', ''],
    ['42.k7f3', '42.k7f3'],
    ['!#$&~', '!#$&~'],
    ['%', '%25'],
    ['"', '%22'],
    [' \t\r\n\0', '%20%09%0D%0A%00'],
    ['\x7f\x80\xff', '%7F%80%FF'],
    ['\u0100', '%u0100'],
    ['a☂b', 'a%u2602b'],
    ['😀', '%uD83D%uDE00'],
    ['\udc00', '%uDC00'],
  ])('writes %j as %s', (text, encoded) => {
    expect(encodeOpaque(text)).toBe(encoded);
  });

  it('gives a parsable ASCII tag for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const encoded = encodeOpaque(text);
        expect([...encoded].every((char) => char > ' ' && char < '\x7f')).toBe(true);
        expect(parseEntityTag(`"${encoded}"`)).toEqual({ weak: false, opaque: encoded });
        expect(formatEntityTag(entityTag(text))).toBe(`"${encoded}"`);
      }),
    );
  });

  it('is injective: what it wrote can be read back', () => {
    fc.assert(fc.property(anyText, (text) => expect(decodeOpaque(encodeOpaque(text))).toBe(text)));
  });

  it('keeps near neighbours apart', () => {
    const near = fc.string({
      unit: fc.constantFrom('%', 'u', '0', '2', '5', '"', '\u0025', '\u2500', '\xff'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(near, near, (one, other) => {
        expect(encodeOpaque(one) === encodeOpaque(other)).toBe(one === other);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decodeOpaque', () => {
  it.each(['%', '%2', '%zz', '%u260', '%uzzzz', '%41', '%0a', ' ', '"', '\u00e9', 'a%', '%u0025'])(
    'reads nothing out of %j, which encodeOpaque never writes',
    (text) => {
      expect(decodeOpaque(text)).toBeUndefined();
    },
  );

  it('never throws, and reads nothing but what would be written again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const decoded = decodeOpaque(text);
        expect(decoded === undefined || encodeOpaque(decoded) === text).toBe(true);
      }),
    );
  });
});

describe('entityTag', () => {
  it('is strong unless told otherwise', () => {
    expect(entityTag('42')).toEqual({ weak: false, opaque: '42' });
    expect(entityTag('4 2', true)).toEqual({ weak: true, opaque: '4%202' });
  });
});

describe('the two comparisons (the table of section 8.8.3.2)', () => {
  it.each([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', '"1"', true, true],
    ['"1"', '"2"', false, false],
    ['"a"', '"A"', false, false],
  ])('rules 9, 10 and 23: %s and %s', (one, other, strong, weak) => {
    const [a, b] = [parseEntityTag(one)!, parseEntityTag(other)!];
    expect([strongEquals(a, b), strongEquals(b, a)]).toEqual([strong, strong]);
    expect([weakEquals(a, b), weakEquals(b, a)]).toEqual([weak, weak]);
  });

  it('see one code unit', () => {
    fc.assert(
      fc.property(opaque, opaque, (one, other) => {
        expect(strongEquals({ weak: false, opaque: one }, { weak: false, opaque: other })).toBe(
          one === other,
        );
      }),
    );
  });
});
