import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  encodeOpaque,
  forbidsStore,
  formatEntityTag,
  mergeVary,
  parseByteRanges,
  parseEntityTag,
  parseEntityTagList,
  parseHttpDate,
  parseIfRange,
  parsePreconditions,
} from '../../src/rfc9110/index.js';
import { anyText, junk, shortJunk } from './arbitraries.js';

function feedAll(text: string): void {
  parseEntityTag(text);
  parseEntityTagList(text);
  parseHttpDate(text);
  parseIfRange(text);
  parseByteRanges(`bytes=${text}`);
  forbidsStore(text);
  mergeVary(text, [text]);
  formatEntityTag({ weak: true, opaque: text });
  parsePreconditions({
    'if-match': text,
    'if-none-match': [text, text],
    'if-modified-since': text,
    'if-unmodified-since': [text],
  });
}

describe('rule 26: no input is too much', () => {
  it.each([
    ['any text', anyText, 500],
    ['text in the shape of the grammars', shortJunk, 2000],
    ['such text of up to 64 KiB', junk, 150],
  ])('rule 26: nothing throws on %s', (_title, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => expect(() => feedAll(text)).not.toThrow()),
      { numRuns },
    );
  });

  it('rule 25: whatever is accepted as a tag is written back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, shortJunk), (text) => {
        const tag = parseEntityTag(text);
        if (tag !== undefined) expect(formatEntityTag(tag)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Inputs that would take a scanner that backtracks, or that splits again and again, the square of their length. */
describe('rule 26: a mebibyte of the worst', () => {
  const MIB = 2 ** 20;

  it.each([
    ['a tag never closed', `"${'a'.repeat(MIB)}`, 'malformed'],
    ['quotes', '"'.repeat(MIB), 'malformed'],
    ['prefixes', 'W/'.repeat(MIB / 2), 'malformed'],
    ['asterisks', '*'.repeat(MIB), 'malformed'],
    ['`*` after much white space', `${' '.repeat(MIB)}*`, 'any'],
    ['`*` and white space before junk', `*${' '.repeat(MIB)}x`, 'malformed'],
    ['white space', ' '.repeat(MIB), 0],
    ['commas', ','.repeat(MIB), 0],
    ['commas and white space', ' ,\t'.repeat(MIB / 3), 0],
    ['a tag and white space', `"a"${' \t'.repeat(MIB / 2)}`, 1],
    ['white space between two tags', `"a"${' '.repeat(MIB)}"b"`, 'malformed'],
    ['one long tag', `"${','.repeat(MIB)}"`, 1],
    ['many tags', '"",'.repeat(MIB / 4), MIB / 4],
    ['many tags, then junk', `${'"",'.repeat(MIB / 4)}x`, 'malformed'],
  ])('a list: %s', (_title, value, expected) => {
    const list = parseEntityTagList(value);
    expect(list.kind === 'tags' ? list.tags.length : list.kind).toBe(expected);
  });

  it.each([
    ['a quoted string never closed', `x="${'a,'.repeat(MIB / 2)}no-store`, false],
    ['escapes', `x="${'\\"'.repeat(MIB / 2)}, no-store`, false],
    ['escapes, closed', `x="${'\\"'.repeat(MIB / 2)}", no-store`, true],
    ['near misses', 'no-stor,'.repeat(MIB / 8), false],
    ['quotes', `${'"'.repeat(MIB)},no-store`, true],
    ['commas', `${','.repeat(MIB)}no-store`, true],
    ['one long name', 'no-store'.repeat(MIB / 8), false],
  ])('Cache-Control: %s', (_title, value, expected) => {
    expect(forbidsStore(value)).toBe(expected);
  });

  it.each([
    ['many', `bytes=${'0-0,'.repeat(MIB / 4)}`, MIB / 4],
    ['many, then junk', `bytes=${'0-0,'.repeat(MIB / 4)}x`, undefined],
    ['one long number', `bytes=${'9'.repeat(MIB)}-`, 1],
    ['digits without a dash', `bytes=${'9'.repeat(MIB)}`, undefined],
    ['dashes', `bytes=${'-'.repeat(MIB)}`, undefined],
    ['commas and white space', `bytes=${' ,\t'.repeat(MIB / 3)}`, undefined],
    ['white space between two', `bytes=0-0${' '.repeat(MIB)}1-1`, undefined],
  ])('ranges: %s', (_title, value, expected) => {
    expect(parseByteRanges(value)?.length).toBe(expected);
  });

  it('a tag, a date, a Vary, an encoding', () => {
    expect(parseEntityTag(`W/"${'a'.repeat(MIB)}"`)?.opaque).toHaveLength(MIB);
    expect(parseEntityTag(`"${'a'.repeat(MIB)}`)).toBeUndefined();
    expect(parseHttpDate(`${'Sunday, '.repeat(MIB / 8)}Sunday, 06-Nov-94 08:49:37 GMT`)).toBeUndefined();
    expect(mergeVary('a, A ,'.repeat(MIB / 4), [' '.repeat(MIB)])).toBe('a');
    expect(encodeOpaque('"'.repeat(MIB))).toHaveLength(3 * MIB);
    expect(encodeOpaque('a'.repeat(MIB))).toHaveLength(MIB);
  });
});
