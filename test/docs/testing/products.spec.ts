import { expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { PreconditionFailedException } from 'nestjs-etag';
import { expectedVersion, InMemoryRepository } from 'nestjs-etag/testing';
import { getVersionedRepositoryToken } from 'nestjs-etag/typeorm';
import { Product, ProductsController } from './products.js';

it('updates the version that the client expects, and no other', async () => {
  const repository = new InMemoryRepository(Product, [{ id: 7, price: 120, version: 3 }]);
  const testing = await Test.createTestingModule({
    controllers: [ProductsController],
    providers: [{ provide: getVersionedRepositoryToken(Product), useValue: repository }],
  }).compile();
  const products = testing.get(ProductsController);
  await products.update(7, { price: 99 }, expectedVersion(3));
  expect(repository.entities).toEqual([{ id: 7, price: 99, version: 4 }]);
  await expect(products.update(7, { price: 80 }, expectedVersion(3))).rejects.toThrow(
    PreconditionFailedException,
  );
});
