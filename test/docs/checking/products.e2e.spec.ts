import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { conditional } from 'nestjs-etag/testing';
import { AppModule } from './app.module.js';

describe('/products/101', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const testing = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = testing.createNestApplication();
  });
  afterAll(() => app.close());

  const write = { body: (n: number) => ({ name: 'Wireless Headphones', price: n }) };

  it('is not sent twice', () => conditional(app).cacheValidation('/products/101'));
  it('has a tag that changes with every update', () =>
    conditional(app).changeDetection('/products/101', write));
  it('loses no update', () => conditional(app).concurrency('/products/101', write));
  it('reads header fields as RFC 9110 says', () => conditional(app).headerHandling('/products/101'));

  it('saves what it costs', async () => {
    console.log(String(await conditional(app).savings(['/products', '/products/101'])));
  });
});
