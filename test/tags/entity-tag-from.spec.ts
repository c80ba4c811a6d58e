import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import type { TagValue } from '../../src/options/tag.interface.js';
import { entityTag, formatEntityTag, parseEntityTag } from '../../src/rfc9110/index.js';
import { entityTagFrom } from '../../src/tags/entity-tag-from.js';

function headerOf(value: TagValue, weak = false): string | undefined {
  const tag = entityTagFrom(value, weak);
  return tag && formatEntityTag(tag);
}

describe('what a tag function may return', () => {
  it.each<[string, TagValue, string | undefined]>([
    ['an opaque-tag alone', '42', '"42"'],
    ['a full strong entity-tag', '"42"', '"42"'],
    ['a full weak entity-tag', 'W/"42"', 'W/"42"'],
    ['an EntityTag', { weak: false, opaque: '42' }, '"42"'],
    ['a weak EntityTag', entityTag('42', true), 'W/"42"'],
    ['an EntityTag made by hand that could not be sent', { weak: false, opaque: 'a"b\r\n' }, '"a%22b%0D%0A"'],
    ['a full entity-tag with obs-text', '"caf\u00e9"', '"caf\u00e9"'],
    ['a number', 42, '"42"'],
    ['a bigint', 9007199254740993n, '"9007199254740993"'],
    ['a date', new Date(1_700_000_000_123), '"2023-11-14T22:13:20.123Z"'],
    ['bytes', new Uint8Array([0, 255, 16]), '"00ff10"'],
    ['an empty string', '', '""'],
    ['text with spaces and quotes', 'a "b"', '"a%20%22b%22"'],
    ['text that only starts like an entity-tag', '"a" b', '"%22a%22%20b"'],
    ['a lower-case w/', 'w/"42"', '"w/%2242%22"'],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['NaN', Number.NaN, undefined],
    ['an invalid date', new Date('never'), undefined],
  ])('%s', (_, value, header) => {
    expect(headerOf(value)).toBe(header);
  });

  it('marks every tag weak where the route says so', () => {
    expect(headerOf('42', true)).toBe('W/"42"');
    expect(headerOf('"42"', true)).toBe('W/"42"');
  });

  it('replaces an opaque-tag no header could carry by its digest, one for each', () => {
    const [long, longer] = [headerOf('x'.repeat(257)), headerOf('x'.repeat(258))];
    expect(long).toHaveLength(45);
    expect(long).not.toBe(longer);
    expect(headerOf('x'.repeat(256))).toBe(`"${'x'.repeat(256)}"`);
  });

  it('is an entity-tag whatever the text, and a different one for a different text', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (a, b) => {
        const [tagOfA, tagOfB] = [headerOf(`x${a}`)!, headerOf(`x${b}`)!];
        expect(parseEntityTag(tagOfA)).toBeDefined();
        expect(tagOfA === tagOfB).toBe(a === b);
      }),
    );
  });
});
