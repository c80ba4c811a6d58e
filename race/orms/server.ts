import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { EtagModule } from 'nestjs-etag';
import { productsController } from './products.controller.js';
import { STORE, type SetUp } from './raced.js';
import { checkOnly, compareAndSet } from './writes.js';

const { ADAPTER = 'express', CHECK_ONLY, DATABASE_URL = '', ORM = '', PORT = '0' } = process.env;

/** In a variable: only who asks for it has to have it. */
const NODE_ADAPTER = '@nestjs/platform-node';

const ADAPTERS: Readonly<Record<string, () => Promise<unknown>>> = {
  express: async () => new ExpressAdapter(),
  fastify: async () => new FastifyAdapter(),
  node: async () => {
    const { NodeAdapter } = (await import(NODE_ADAPTER)) as { NodeAdapter: Type };
    return new NodeAdapter();
  },
};

@Module({})
class AppModule {}

// The file of one library, so that no other is in the process.
const { setUp } = (await import(`./${ORM}.js`)) as { readonly setUp: SetUp };
const raced = await setUp(DATABASE_URL);
const module = {
  module: AppModule,
  imports: [EtagModule.forRoot(), ...raced.imports],
  controllers: [productsController(raced, CHECK_ONLY ? checkOnly : compareAndSet)],
  providers: [{ provide: STORE, inject: [...raced.inject], useFactory: raced.store }],
};
const adapter = (await ADAPTERS[ADAPTER]!()) as AbstractHttpAdapter;
const app = await NestFactory.create(module, adapter, { logger: ['error', 'warn'], abortOnError: false });
app.setGlobalPrefix('api');
await app.listen(Number(PORT), '127.0.0.1');
console.log(`${await app.getUrl()}/api/products`);
