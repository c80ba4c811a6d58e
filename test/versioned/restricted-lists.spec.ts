import { expect, it } from '@jest/globals';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import type { EntityModel } from '../../src/versioned/statements.interface.js';

class Product {}

const MODEL: EntityModel = {
  entity: Product,
  description: { version: 'version', key: ['id'], lastModified: undefined },
  version: { kind: 'integer' },
  key: { id: { kind: 'integer' } },
  columns: new Set(['id', 'sku', 'stock', 'version']),
};
const ROWS = { pairs: [], count: 0, total: undefined };

it.each([
  ['nothing', undefined, undefined],
  ['no member', {}, undefined],
  ['a value', { sku: 'a' }, { sku: 'a' }],
  ['null', { sku: null }, { sku: null }],
])('a list is restricted by %s', async (_, where, restricted) => {
  const given: unknown[] = [];
  const collection = async (...all: unknown[]) => {
    given.push(...all);
    return ROWS;
  };
  const adapter = new ModelAdapter('EtagModule', 'default', { collection } as never);
  adapter.lookAfter(MODEL);
  expect(await adapter.collection!(Product, { page: 1 }, true, undefined, where)).toBe(ROWS);
  expect(given).toEqual([MODEL, { page: 1 }, true, undefined, restricted]);
  // Whose rows they are is not known, and a library could list those of others.
  const open = { ...where, stock: undefined };
  expect(await adapter.collection!(Product, {}, true, undefined, open)).toBeUndefined();
  expect(given).toHaveLength(5);
});
