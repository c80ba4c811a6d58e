import { ETag, EtagModule, type ETagOptions, type EtagModuleOptions } from 'nestjs-etag';
import type { Keyv } from 'keyv';
import { catalogueController, catalogueProviders } from './catalogue.controller.js';
import type { Launch } from './launch.js';
import { nest } from './nest.js';
import type { Serving } from './serving.js';

const REMEMBER = { remember: { groups: ['catalogue'], ttl: 600_000 } };

/** Remembered tags. @param store where they are kept; by default in the process */
export function serveRemembered(launch: Launch, store?: Keyv): Promise<Serving> {
  const options: object = store ? { store } : {};
  return nest(launch, {
    imports: [EtagModule.forRoot(options as EtagModuleOptions)],
    controllers: [catalogueController({ read: [ETag(REMEMBER as object as ETagOptions)] })],
    providers: catalogueProviders(launch),
  });
}
