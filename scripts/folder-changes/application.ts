import 'reflect-metadata';
import { Body, Controller, Get, Injectable, Module, Param, Put, type INestApplication } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  currentFrom,
  EtagModule,
  IfMatch,
  Versioned,
  VersionedRepository,
  type EntityAdapter,
  type EntityDescription,
  type EntityKey,
  type ExpectedVersion,
} from 'nestjs-etag';

class Product {
  readonly id: string = '1';
  readonly version: number = 1;
  readonly name: string = 'Headphones';
}

const DESCRIPTION: EntityDescription = { version: 'version', key: ['id'], lastModified: undefined };

/** The adapter of one row, which does nothing but keep and compare it: only what the package does is to be counted. */
class OneRow implements EntityAdapter<never> {
  readonly source = 'default';
  private row = new Product();

  describe(): EntityDescription {
    return DESCRIPTION;
  }

  keyFrom(): EntityKey {
    return { id: this.row.id };
  }

  async find(): Promise<Product> {
    return this.row;
  }

  async update(
    _: unknown,
    __: unknown,
    changes: Partial<Product>,
    versions?: readonly string[],
  ): Promise<Product | null> {
    const { version } = this.row;
    if (versions && !versions.includes(String(version))) return null;
    this.row = { ...this.row, ...changes, version: version + 1 };
    return this.row;
  }

  async delete(): Promise<boolean> {
    return false;
  }

  async insert(): Promise<null> {
    return null;
  }

  conflictOf(): undefined {}
}

@Injectable()
class Products {
  private readonly adapter = new OneRow();
  private readonly repository = new VersionedRepository(Product, this.adapter, DESCRIPTION);

  find(): Promise<Product> {
    return this.adapter.find();
  }

  rename(id: string, name: string, expected: ExpectedVersion): Promise<Product> {
    return this.repository.update({ id }, { name }, expected);
  }
}

@Controller('products/:id')
@Versioned({ current: currentFrom(Products, (products) => products.find()) })
class ProductsController {
  constructor(private readonly products: Products) {}

  @Get()
  read(): Promise<Product> {
    return this.products.find();
  }

  @Put()
  write(
    @Param('id') id: string,
    @Body('name') name: string,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.products.rename(id, name, expected);
  }
}

@Module({ imports: [EtagModule.forRoot()], controllers: [ProductsController], providers: [Products] })
class AppModule {}

const ADAPTERS: Readonly<Record<string, () => AbstractHttpAdapter>> = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter() as unknown as AbstractHttpAdapter,
};

/** The application on each adapter, listening on a free port of 127.0.0.1. */
export async function* applications(): AsyncGenerator<{ adapter: string; app: INestApplication }> {
  for (const [adapter, create] of Object.entries(ADAPTERS)) {
    const app = await NestFactory.create(AppModule, create(), { logger: ['error'], abortOnError: false });
    await app.listen(0, '127.0.0.1');
    try {
      yield { adapter, app };
    } finally {
      await app.close();
    }
  }
}
