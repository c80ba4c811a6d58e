import { Controller, Get } from '@nestjs/common';
import { currentFrom, ETag, EtagModule, Versioned } from 'nestjs-etag';
import { Catalogue } from '../catalogue.js';
import { catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

const current = currentFrom(Catalogue, ({ id, version }) => ({ id, version }));

@Controller()
class HeapController {
  constructor(private readonly catalogue: Catalogue) {}

  @Get('hashed')
  @ETag()
  hashed(): Catalogue {
    return this.catalogue;
  }

  @Get('versioned')
  @Versioned({ current })
  versioned(): Catalogue {
    return this.catalogue;
  }
}

/** Both kinds of tags in one server, to see what it keeps. */
export const start: Start = (launch) =>
  nest(launch, {
    imports: [EtagModule.forRoot()],
    controllers: [HeapController],
    providers: catalogueProviders(launch),
  });
