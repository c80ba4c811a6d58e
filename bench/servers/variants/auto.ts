import { EtagModule } from 'nestjs-etag';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** `auto: true`: every GET has the hash of the bytes sent, and no route says so. */
export const start: Start = (launch) =>
  nest(launch, {
    imports: [EtagModule.forRoot({ auto: true })],
    controllers: [catalogueController()],
    providers: catalogueProviders(launch),
  });
