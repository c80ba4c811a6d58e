import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatEntityTag, parseEntityTagList } from '../../src/rfc9110/index.js';
import { tag } from './arbitraries.js';

function read(value: string): string | string[] {
  const list = parseEntityTagList(value);
  return list.kind === 'tags' ? list.tags.map(formatEntityTag) : list.kind;
}

describe('parseEntityTagList', () => {
  it.each([
    ['rule 11: `*`', '*', 'any'],
    ['rule 20: `*` with white space around', ' \t*\t ', 'any'],
    ['rule 19: one tag', '"a"', ['"a"']],
    ['rule 19: commas and backslashes inside tags', '"a,b", "c\\", W/","', ['"a,b"', '"c\\"', 'W/","']],
    ['rule 19: what looks like `*` inside a tag', '"*"', ['"*"']],
    ['rule 19: obs-text', '"\x80\xff"', ['"\x80\xff"']],
    ['rule 20: spaces and tabs', '\t "a" \t,\t "b"\t ', ['"a"', '"b"']],
    ['rule 20: no white space at all', '"a","b",W/"c"', ['"a"', '"b"', 'W/"c"']],
    ['rule 21: the order and the doubles stay', '"b", "a", "b"', ['"b"', '"a"', '"b"']],
    ['rule 22: empty members', '"a",,"b", ,\t,"c"', ['"a"', '"b"', '"c"']],
    ['rule 22: a leading comma', ', "a"', ['"a"']],
    ['rule 22: a trailing comma', '"a",', ['"a"']],
    ['rule 22: nothing but commas', ', ,,', []],
    ['rule 22: nothing but white space', ' \t', []],
    ['rule 22: nothing', '', []],
    ['rule 23: weak tags', 'W/"a"', ['W/"a"']],
    ['rule 18: `*` before a tag', '*, "a"', 'malformed'],
    ['rule 18: `*` after a tag', '"a", *', 'malformed'],
    ['rule 18: `*` twice', '*, *', 'malformed'],
    ['rule 18: `*` and an empty member', '*,', 'malformed'],
    ['rule 18: `*` after an empty member', ',*', 'malformed'],
    ['rule 18: `**`', '**', 'malformed'],
    ['rule 20: a no-break space', '"a",\xa0"b"', 'malformed'],
    ['rule 20: a line end', '"a",\r\n"b"', 'malformed'],
    ['rule 23: a lower-case prefix', '"a", w/"b"', 'malformed'],
    ['rule 24: no quotes', 'a', 'malformed'],
    ['rule 24: a space inside a tag', '"a b"', 'malformed'],
    ['rule 24: never closed', '"a", "b', 'malformed'],
    ['rule 24: two tags without a comma', '"a" "b"', 'malformed'],
    ['rule 24: two tags without anything between', '"a""b"', 'malformed'],
    ['rule 24: a weak tag without a comma', '"a"W/"b"', 'malformed'],
    ['rule 24: one bad member among good ones', '"a", b, "c"', 'malformed'],
    ['rule 25: junk before a tag', 'junk"a"', 'malformed'],
    ['rule 25: junk after a tag', '"a"junk', 'malformed'],
    ['rule 25: junk after white space', '"a" junk', 'malformed'],
  ])('%s', (_title, value, expected) => {
    expect(read(value)).toEqual(expected);
  });

  it('gives back what was written, whatever stands between the tags', () => {
    const between = fc.stringMatching(/^[ \t]*,[ \t,]*$/);
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 10 }), between, (tags, separator) => {
        expect(parseEntityTagList(tags.map(formatEntityTag).join(separator))).toEqual({ kind: 'tags', tags });
      }),
    );
  });
});
