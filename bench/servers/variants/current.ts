import { currentFrom, EtagModule, Versioned } from 'nestjs-etag';
import { Catalogue, Rows } from '../catalogue.js';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

const catalogue = currentFrom(Catalogue, ({ id, version }) => ({ id, version }));
const row = currentFrom(Rows, (rows, request) => rows.find(request.params['id']!));

/** `current`: a 304, and the check of a write, without the handler. */
export const start: Start = (launch) =>
  nest(launch, {
    imports: [EtagModule.forRoot()],
    controllers: [
      catalogueController({
        read: [Versioned({ current: catalogue })],
        write: [Versioned({ current: row })],
      }),
    ],
    providers: catalogueProviders(launch),
  });
