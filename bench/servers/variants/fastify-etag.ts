import fastifyEtag from '@fastify/etag';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** Fastify's own plugin, with its defaults: a strong SHA-1 of the payload. */
export const start: Start = (launch) =>
  nest(launch, { controllers: [catalogueController()], providers: catalogueProviders(launch) }, (app) =>
    (app as NestFastifyApplication).register(fastifyEtag as never),
  );
