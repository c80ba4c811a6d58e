import type { NestExpressApplication } from '@nestjs/platform-express';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** Express with its own tags turned off. */
export const start: Start = (launch) =>
  nest(launch, { controllers: [catalogueController()], providers: catalogueProviders(launch) }, (app) =>
    (app as NestExpressApplication).set('etag', false),
  );
