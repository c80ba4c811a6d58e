import { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { EtagModule } from 'nestjs-etag';
import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';
import request from 'supertest';
import { App } from 'supertest/types.js';
import { Repository } from 'typeorm';
import { PGliteDriver } from 'typeorm-pglite';
import { Product, ProductsController } from './../src/products.js';

describe('products in a database', () => {
  let app: INestApplication<App>;

  beforeAll(async () => {
    const imports = [
      EtagModule.forRoot(),
      TypeOrmModule.forRoot({
        type: 'postgres',
        driver: new PGliteDriver().driver,
        entities: [Product],
        synchronize: true,
      }),
      EtagTypeOrmModule.forFeature([Product]),
    ];
    const testing = await Test.createTestingModule({ imports, controllers: [ProductsController] }).compile();
    app = testing.createNestApplication();
    await app.init();
    await app.get<Repository<Product>>(getRepositoryToken(Product)).insert({ price: 10 });
  }, 60_000);

  afterAll(() => app.close());

  it('compare-and-set', async () => {
    const put = (etag: string) =>
      request(app.getHttpServer()).put('/products/1').set('If-Match', etag).send({ price: 20 });
    await put('"1"').expect(200).expect('ETag', '"2"');
    await put('"1"').expect(412).expect('ETag', '"2"');
  });
});
