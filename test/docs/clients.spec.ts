/** The clients in docs/clients.md keep tags, and lose no update. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import * as byAxios from './clients/axios.js';
import * as byFetch from './clients/fetch.js';
import { AppModule } from './readme/app.module.js';

interface Product {
  readonly name: string;
  readonly price: number;
}

describe.each([
  ['fetch', byFetch],
  ['axios', byAxios],
])('the client with %s', (_, { read, change }) => {
  describe.each(ADAPTERS)('on $name', (adapter) => {
    let app: RunningApp;
    let url: string;
    beforeAll(async () => {
      app = await startApp(AppModule, adapter);
      url = `${app.url}/products/101`;
    });
    afterAll(() => app?.close());

    it('keeps what it has received, for as long as that is current', async () => {
      const first = await read<Product>(url);
      expect(first).toMatchObject({ etag: '"1"', body: { name: 'Wireless Headphones' } });
      expect(await read(url)).toBe(first);
      const other = await read<Product[]>(`${app.url}/products`);
      expect(await read(`${app.url}/products`)).toBe(other);
    });

    it('puts its change on what somebody else has written meanwhile', async () => {
      const rename = change<Product>(url, (product) => ({ ...product, name: 'Headphones' }));
      const reprice = change<Product>(url, (product) => ({ ...product, price: 80 }));
      await Promise.all([rename, reprice]);
      expect(await read(url)).toMatchObject({ etag: '"3"', body: { name: 'Headphones', price: 80 } });
    });
  });
});
