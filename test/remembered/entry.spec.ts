/** What is read of a store may be anything: another program wrote it, or an older version of this one. */
import { describe, expect, it } from '@jest/globals';
import { isEntry, stateUnder, type Entry } from '../../src/remembered/entry.js';

const ENTRY: Entry = { etag: '"1"', isOwnTag: false, versions: ['a', 'b'] };
const DATE = 'Fri, 01 May 2026 12:00:00 GMT';

describe('a value of the store', () => {
  it.each<[string, unknown, boolean]>([
    ['an entry', ENTRY, true],
    ['nothing', undefined, false],
    ['null', null, false],
    ['a text', '"1"', false],
    ['a tag alone', { etag: '"1"' }, false],
    ['versions alone', { versions: [] }, false],
    ['a tag that is no text', { ...ENTRY, etag: 1 }, false],
    ['versions that are no list', { ...ENTRY, versions: 'ab' }, false],
    [
      'an object that cannot be read',
      {
        get etag(): string {
          throw new Error('It was revoked.');
        },
      },
      false,
    ],
  ])('%s: %#', (_, value, is) => {
    expect(isEntry(value)).toBe(is);
  });
});

describe('an entry', () => {
  const state = { kind: 'present', etag: { weak: false, opaque: '1' }, lastModified: undefined };

  it.each<[string, readonly (string | undefined)[], Partial<Entry>, object | undefined]>([
    ['under its versions', ['a', 'b'], {}, state],
    ['with its date', ['a', 'b'], { lastModified: DATE }, { ...state, lastModified: Date.parse(DATE) }],
    ['with a date that is none', ['a', 'b'], { lastModified: 'yesterday' }, state],
    ['under another version of one group', ['a', 'c'], {}, undefined],
    [
      'under a version that nobody knows',
      ['a', undefined],
      { versions: ['a', undefined as never] },
      undefined,
    ],
    ['under fewer groups', ['a'], {}, undefined],
    ['under more groups', ['a', 'b', 'c'], {}, undefined],
    ['whose tag is none', ['a', 'b'], { etag: '1' }, undefined],
  ])('%s: %#', (_, versions, other, told) => {
    expect(stateUnder(versions, { ...ENTRY, ...other })).toEqual(told);
  });
});
