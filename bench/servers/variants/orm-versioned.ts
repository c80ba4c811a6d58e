import { Body, Controller, Get, Inject, Param, ParseIntPipe, Put, type Type } from '@nestjs/common';
import { EtagModule, ExpectedVersion, IfMatch, RequirePrecondition, Versioned } from 'nestjs-etag';
import { getVersionedRepositoryToken, type VersionedRepository } from 'nestjs-etag/sql';
import type { Changes, Orm, Row, Store } from '../orms/orm.interface.js';
import { serveOrm, STORE } from '../orms/serve.js';
import type { Start } from '../serving.js';

function productsController({ entity }: Orm): Type {
  @Controller('products/:id')
  class ProductsController {
    constructor(
      @Inject(STORE) private readonly store: Store,
      // Its token is the same in every integration.
      @Inject(getVersionedRepositoryToken(entity)) private readonly writes: VersionedRepository<Row>,
    ) {}

    @Get()
    @Versioned(entity)
    read(@Param('id', ParseIntPipe) id: number): Promise<object | null> {
      return this.store.find(id);
    }

    @Put()
    @Versioned(entity, { current: false })
    @RequirePrecondition()
    write(
      @Param('id', ParseIntPipe) id: number,
      @Body() { name, stock }: Changes,
      @IfMatch() expected: ExpectedVersion,
    ): Promise<Row> {
      return this.writes.update({ id }, { name, stock }, expected);
    }
  }
  return ProductsController;
}

/** `VersionedRepository` of one library, as its page of the documentation shows it. */
export const start: Start = (launch) =>
  serveOrm(launch, (orm) => ({
    imports: [EtagModule.forRoot(), ...orm.versioned],
    controllers: [productsController(orm)],
  }));
