import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** Nest as it comes: with Express a weak tag of Express's own, elsewhere none. */
export const start: Start = (launch) =>
  nest(launch, { controllers: [catalogueController()], providers: catalogueProviders(launch) });
