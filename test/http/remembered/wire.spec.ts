import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, HttpCode, Put } from '@nestjs/common';
import { CacheControl, ETag, EtagModule, ForgetsTags } from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

let calls = 0;

@Controller('products')
class ProductsController {
  @Get()
  @ETag({ remember: { groups: ['products'], ttl: 60_000 } })
  @CacheControl({ noCache: true })
  @Header('Vary', 'Origin')
  list(): object[] {
    calls += 1;
    return [{ id: 101, name: 'Wireless Headphones' }];
  }

  @Put(':id')
  @HttpCode(204)
  @ForgetsTags('products')
  update(): void {}
}

const TAG = '"UWynC0uv8P65yQEu8w9u5mvQVQAcAU8uylhFq7p7zIk"';

describe.each(ADAPTERS)('the exchange in docs/remembered-tags.md, on $name', (adapter) => {
  it('goes over the wire like this', async () => {
    const { port, close } = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [ProductsController] },
      adapter,
    );
    const path = '/products';
    const steps = [
      [() => request(port, { path }), 200, 1],
      [() => request(port, { path, headers: { 'if-none-match': TAG } }), 304, 0],
      [() => request(port, { method: 'PUT', path: `${path}/101` }), 204, 0],
      [() => request(port, { path, headers: { 'if-none-match': TAG } }), 304, 1],
      [() => request(port, { path, headers: { 'if-none-match': TAG } }), 304, 0],
    ] as const;
    for (const [send, status, handled] of steps) {
      const before = calls;
      const response = await send();
      expect([response.status, calls - before]).toEqual([status, handled]);
      if (status === 204) continue;
      expect(response.headers).toMatchObject({ etag: TAG, 'cache-control': 'no-cache', vary: 'Origin' });
      const names = response.rawHeaders.filter((_, at) => at % 2 === 0);
      expect(names.filter((name) => /^etag$/i.test(name))).toHaveLength(1);
    }
    await close();
  });
});
