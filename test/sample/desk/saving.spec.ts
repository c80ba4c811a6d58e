import { describe, expect, it } from '@jest/globals';
import type { Conflict } from '../../../sample-app/desk/page/merge.js';
import type { Fields, Product, Tagged } from '../../../sample-app/desk/page/product.js';
import { saveOver } from '../../../sample-app/desk/page/saving.js';

const READ = { name: 'Lamp', price: 30, stock: 5 };
const ID = 7;

/** One product whose version counts up, and whose writes are conditional: what the API is to a save. */
class Store {
  product: Product | undefined = { ...READ, id: ID, version: 1, updatedAt: '' };
  readonly tags: string[] = [];

  write(fields: Partial<Fields>): void {
    this.product = { ...this.product!, ...fields, version: this.product!.version + 1 };
  }

  read(): Tagged {
    return { product: this.product!, tag: `"${this.product!.version}"` };
  }

  async find(): Promise<Tagged | undefined> {
    return this.product && this.read();
  }

  async replace(_: number, fields: Fields, tag: string) {
    this.tags.push(tag);
    if (tag !== this.read().tag) return { status: 412, tag: this.read().tag, body: undefined };
    this.write(fields);
    return { status: 200, tag: this.read().tag, body: this.product };
  }
}

const never = () => Promise.reject(new Error('There was nothing to ask.'));

describe('a save', () => {
  it('asks nothing where nobody else was there', async () => {
    const store = new Store();
    const answer = await saveOver(store.read(), { ...READ, price: 31 }, store, never);
    expect([answer?.status, store.product?.price, store.tags]).toEqual([200, 31, ['"1"']]);
  });

  it('asks as often as somebody else is faster, and goes with the tag of what was shown', async () => {
    const store = new Store();
    const read = store.read();
    store.write({ stock: 6 });
    const asked: Conflict[] = [];
    const answer = await saveOver(read, { ...READ, price: 31 }, store, async (conflict) => {
      asked.push(conflict);
      if (asked.length === 1) store.write({ stock: 7 });
      return { ...conflict.yours, stock: conflict.theirs.product.stock };
    });
    expect([answer?.status, store.product?.price, store.product?.stock]).toEqual([200, 31, 7]);
    expect(store.tags).toEqual(['"1"', '"2"', '"3"']);
    expect(asked.map(({ base, theirs }) => [base.stock, theirs.product.stock, theirs.tag])).toEqual([
      [5, 6, '"2"'],
      [6, 7, '"3"'],
    ]);
  });

  it('writes nothing where the person gives up', async () => {
    const store = new Store();
    const read = store.read();
    store.write({ stock: 6 });
    const answer = await saveOver(read, { ...READ, price: 31 }, store, async () => undefined);
    expect([answer, store.product?.price, store.tags]).toEqual([undefined, 30, ['"1"']]);
  });

  it('asks nothing where the product is deleted between the 412 and the look at it', async () => {
    const store = new Store();
    const read = store.read();
    store.write({ stock: 6 });
    const find = async () => undefined;
    const gone = { find, replace: store.replace.bind(store) };
    expect((await saveOver(read, READ, gone, never))?.status).toBe(404);
  });
});
