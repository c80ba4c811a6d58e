import { EtagModule, Versioned } from 'nestjs-etag';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** `@Versioned()`: the tag is the version of what the handler returned. */
export const start: Start = (launch) =>
  nest(launch, {
    imports: [EtagModule.forRoot()],
    controllers: [catalogueController({ read: [Versioned()] })],
    providers: catalogueProviders(launch),
  });
