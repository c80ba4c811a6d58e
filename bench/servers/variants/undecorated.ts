import { Controller, Get } from '@nestjs/common';
import { ETag, EtagModule } from 'nestjs-etag';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** The application is tagged here … */
@Controller('tagged')
class TaggedController {
  @Get()
  @ETag()
  read(): string {
    return 'tagged';
  }
}

/** … and not where it is measured. */
export const start: Start = (launch) =>
  nest(launch, {
    imports: [EtagModule.forRoot()],
    controllers: [catalogueController(), TaggedController],
    providers: catalogueProviders(launch),
  });
