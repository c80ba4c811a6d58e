import { applyDecorators, Body, Controller, Get, Param, Put, type Provider, type Type } from '@nestjs/common';
import { Catalogue, Rows, type Row } from './catalogue.js';
import type { Launch } from './launch.js';

type Decorator = ClassDecorator | MethodDecorator;

/** What a variant puts on the routes that all variants share. */
export interface Decorations {
  readonly read?: readonly Decorator[];
  readonly write?: readonly Decorator[];
}

/** The controller of every variant: the same code, and only other decorators on it. */
export function catalogueController({ read = [], write = [] }: Decorations = {}): Type {
  @Controller()
  class CatalogueController {
    constructor(
      private readonly catalogue: Catalogue,
      private readonly rows: Rows,
    ) {}

    @Get('catalogue')
    @applyDecorators(...read)
    read(): Catalogue {
      return this.catalogue;
    }

    @Put('rows/:id')
    @applyDecorators(...write)
    write(@Param('id') id: string, @Body() changes: Row): Row {
      return this.rows.update(id, changes);
    }
  }
  return CatalogueController;
}

export function catalogueProviders({ items }: Launch): Provider[] {
  return [{ provide: Catalogue, useValue: new Catalogue(items) }, Rows];
}
