/** The kit has nothing to say of the sample application, of a route with ranges, and of one behind a compressor. */
import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, ValidationPipe } from '@nestjs/common';
import { AcceptRanges, ETag, EtagModule } from 'nestjs-etag';
import { conditional } from 'nestjs-etag/testing';
import { AppModule } from '../../sample-app/app.module.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { FRESH_FILES } from '../support/pglite.js';

const PRODUCT = '/api/products/101';
const WRITE = { body: (n: number) => ({ name: 'Wireless Headphones', price: 100 + (n % 800), stock: n }) };

@Controller()
class FilesController {
  @Get('file')
  @ETag()
  @AcceptRanges()
  @Header('Content-Type', 'text/plain')
  file(): Buffer {
    return Buffer.from('a text in parts');
  }

  @Get('long')
  @ETag({ lastModified: () => new Date(0) })
  long(): object {
    return { text: 'x'.repeat(5000) };
  }
}

describe.each(ADAPTERS)('on $name', (adapter) => {
  it('the sample breaks no rule', async () => {
    // Also on the stand-in for the NodeAdapter, which the sample by itself does not know.
    const { app, close } = await startApp(
      await AppModule.register({ adapter: 'express', orm: 'typeorm', port: 0, pgliteFiles: FRESH_FILES }),
      adapter,
      {
        configure: (created) => {
          created.setGlobalPrefix('api');
          created.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
        },
      },
    );
    try {
      const product = await conditional(app).report(PRODUCT, WRITE);
      expect(product.toString()).toMatch(/: \d+ rules hold, \d+ do not apply\.$/);
      expect(product.count('concurrency')).toEqual({ passed: 12, failed: 0, 'not-applicable': 0 });
      const list = await conditional(app).report('/api/products');
      expect(list.toString()).toMatch(/: \d+ rules hold, \d+ do not apply\.$/);
    } finally {
      await close();
    }
  });

  it('ranges and codings break no rule', async () => {
    const { app, close } = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [FilesController] },
      adapter,
      { configure: (created) => adapter.compress(created, { threshold: 1000 }) },
    );
    try {
      const api = conditional(app);
      await api.ranges('/file');
      await api.codings('/long');
      for (const path of ['/file', '/long']) {
        expect((await api.report(path)).toString()).toMatch(/: \d+ rules hold, \d+ do not apply\.$/);
      }
    } finally {
      await close();
    }
  });
});
