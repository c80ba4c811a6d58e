import { describe, expect, it } from '@jest/globals';
import { CollectionState } from '../../src/tags/collection.tagger.js';
import { lastModifiedOf } from '../../src/tags/last-modified.js';

const TIME = 1_700_000_000_000;

describe('the modification date of an entity', () => {
  it.each<[string, unknown, number | undefined]>([
    ['a Date', new Date(TIME), TIME],
    ['epoch milliseconds', TIME, TIME],
    ['ISO text', '2023-11-14T22:13:20Z', TIME],
    ['text that is no date', 'yesterday', undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
    ['a date no HTTP-date can hold', new Date(8.64e15), undefined],
  ])('is read from %s', (_, updatedAt, expected) => {
    expect(lastModifiedOf('updatedAt')({ updatedAt })).toBe(expected);
  });

  it('is made by a function', () => {
    expect(lastModifiedOf((entity: unknown) => (entity as { at: number }).at)({ at: TIME })).toBe(TIME);
  });

  it('is nobody’s, of a collection whose items were not looked at', () => {
    expect(lastModifiedOf(() => TIME)(new CollectionState('x'))).toBeUndefined();
  });

  it('is not a property of a collection, of text or of nothing', () => {
    const read = lastModifiedOf('updatedAt');
    expect([[{ updatedAt: TIME }], 'text', null].map(read)).toEqual([undefined, undefined, undefined]);
  });
});
