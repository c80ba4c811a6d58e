import { Controller, Param, Put, type Type } from '@nestjs/common';
import { IfMatch, Versioned } from 'nestjs-etag';
import { NOTHING } from '../../support/stages.js';

/** A write that is told what the client expects: a parameter that is no business of a document of the API. */
export function documentedControllerOf(ours: boolean): Type {
  @Controller('documented')
  class DocumentedController {
    @Put(':id') @(ours ? Versioned() : NOTHING) write(
      @Param('id') id: string,
      @(ours ? IfMatch() : () => undefined) _: object,
    ): object {
      return { id };
    }
  }
  return DocumentedController;
}
