import {
  Body,
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  ParseIntPipe,
  Patch,
  Put,
  type Type,
} from '@nestjs/common';
import { IfMatch, RequirePrecondition, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { getVersionedRepositoryToken, type VersionedRepository } from 'nestjs-etag/sql';
import { STORE, type Changes, type Product, type Raced, type Store } from './raced.js';

/** What a handler writes with. */
interface Means {
  readonly store: Store;
  readonly writes: VersionedRepository<Product>;
}

export type Write = (
  means: Means,
  id: number,
  changes: Changes,
  expected: ExpectedVersion,
) => Promise<object | null>;

/** The products of the sample, by whatever library. PUT and PATCH write the same. */
export function productsController({ entity }: Raced, write: Write): Type {
  @Controller('products/:id')
  @Versioned(entity)
  class ProductsController {
    constructor(
      @Inject(STORE) readonly store: Store,
      // Its token is the same in every integration.
      @Inject(getVersionedRepositoryToken(entity)) readonly writes: VersionedRepository<Product>,
    ) {}

    @Get()
    async find(@Param('id', ParseIntPipe) id: number): Promise<object> {
      const product = await this.store.find(id);
      if (!product) throw new NotFoundException();
      return product;
    }

    @Put()
    @RequirePrecondition()
    replace(
      @Param('id', ParseIntPipe) id: number,
      @Body() changes: Changes,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<object | null> {
      return write(this, id, changes, expected);
    }

    @Patch()
    @RequirePrecondition()
    update(
      @Param('id', ParseIntPipe) id: number,
      @Body() changes: Changes,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<object | null> {
      return write(this, id, changes, expected);
    }
  }
  return ProductsController;
}
