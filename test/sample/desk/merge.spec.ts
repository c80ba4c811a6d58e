import { describe, expect, it } from '@jest/globals';
import { compare, lostBy, merge, type Conflict } from '../../../sample-app/desk/page/merge.js';

const READ = { name: 'Lamp', price: 30, stock: 5 };

const conflict = (yours: object, theirs: object): Conflict => ({
  base: READ,
  yours: { ...READ, ...yours },
  theirs: { product: { ...READ, id: 7, version: 2, updatedAt: '', ...theirs }, tag: '"2"' },
});

describe('two changes of one product', () => {
  it.each([
    ['nobody', {}, {}, undefined],
    ['nobody', { price: 31 }, { price: 31 }, undefined],
    ['yours', { price: 31 }, {}, 'yours'],
    ['theirs', {}, { price: 31 }, 'theirs'],
    ['both', { price: 31 }, { price: 32 }, undefined],
  ])('a price that was changed by %s', (changed, yours, theirs, suggestion) => {
    expect(compare(conflict(yours, theirs))[1]).toEqual({
      field: 'price',
      changed,
      suggestion,
    });
  });

  it('are merged field by field', () => {
    const both = conflict({ name: 'Desk lamp', price: 31 }, { price: 32, stock: 9 });
    const merged = merge(both, (field) => (field === 'name' ? 'yours' : 'theirs'));
    expect(merged).toEqual({ name: 'Desk lamp', price: 32, stock: 9 });
  });

  it('say what an overwriting loses', () => {
    expect(lostBy(conflict({ name: 'Desk lamp', price: 31 }, { price: 32, stock: 9 }))).toBe(
      'price and stock',
    );
    expect(lostBy(conflict({ price: 31 }, { price: 31 }))).toBe('nothing');
  });
});
