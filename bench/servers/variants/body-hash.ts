import { ETag, EtagModule } from 'nestjs-etag';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** `@ETag()`: the tag is the hash of the bytes sent. */
export const start: Start = (launch) =>
  nest(launch, {
    imports: [EtagModule.forRoot()],
    controllers: [catalogueController({ read: [ETag()] })],
    providers: catalogueProviders(launch),
  });
