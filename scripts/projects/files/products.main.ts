// A program of its own: jest cannot load PGlite without its flag for ES modules.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { EtagModule } from 'nestjs-etag';
import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';
import { Repository } from 'typeorm';
import { PGliteDriver } from 'typeorm-pglite';
import { Product, ProductsController } from './products.js';

@Module({})
class ProductsModule {}

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

async function main(): Promise<void> {
  const module = { module: ProductsModule, imports, controllers: [ProductsController] };
  const app = await NestFactory.create(module, { logger: ['error', 'warn'] });
  await app.listen(0, '127.0.0.1');
  await app.get<Repository<Product>>(getRepositoryToken(Product)).insert({ price: 10 });
  const url = `${await app.getUrl()}/products/1`;
  const put = async (etag: string) => {
    const headers = { 'content-type': 'application/json', 'if-match': etag };
    const response = await fetch(url, { method: 'PUT', headers, body: '{"price":20}' });
    return `${response.status} ${response.headers.get('etag')}`;
  };
  console.log(JSON.stringify([await put('"1"'), await put('"1"')]));
  await app.close();
}

void main();
