import { describe, expect, it } from '@jest/globals';
import { EntityAdapters, type EntityAdapter } from '../../src/index.js';
import { MapAdapter, type Row } from '../support/map-adapter.js';

class Product implements Row {
  declare readonly id: string;
  declare readonly version: number;
}
class Order extends Product {}
class Stale extends Error {}

describe('the adapters of an application', () => {
  it('are asked one after the other which of them knows an entity, or an error', () => {
    const products: EntityAdapter<never> = new MapAdapter<Row>(Product);
    const orders: EntityAdapter<never> = new MapAdapter<Row>(Order);
    orders.conflictOf = (error) => (error instanceof Stale ? 'stale' : undefined);
    const adapters = new EntityAdapters();
    for (const adapter of [products, orders, orders]) adapters.register(adapter);
    expect(adapters.find(Product)).toMatchObject({ entity: Product, adapter: products });
    expect(adapters.find(Order)).toMatchObject({ entity: Order, adapter: orders });
    expect(adapters.find(Error)).toBeUndefined();
    expect(adapters.find(Order, 'default')?.adapter).toBe(orders);
    expect(adapters.find(Order, 'other')).toBeUndefined();
    expect(adapters.conflictOf(new Stale())).toBe('stale');
    expect(adapters.conflictOf(new Error())).toBeUndefined();
  });
});
