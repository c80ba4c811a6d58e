import { expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { ExpectedVersion } from 'nestjs-etag';
import { getVersionedRepositoryToken } from 'nestjs-etag/typeorm';
import { Product, ProductsController } from './products.js';

it('hands the version that the client expects to the repository', async () => {
  const calls: unknown[][] = [];
  const repository = {
    update: async (...given: unknown[]) => {
      calls.push(given);
      return { id: 7, price: 99, version: 4 };
    },
  };
  const testing = await Test.createTestingModule({
    controllers: [ProductsController],
    providers: [{ provide: getVersionedRepositoryToken(Product), useValue: repository }],
  }).compile();
  const expected = ExpectedVersion.of({ 'if-match': '"3"' });
  await testing.get(ProductsController).update(7, { price: 99 }, expected);
  expect(calls).toEqual([[{ id: 7 }, { price: 99 }, expected]]);
});
