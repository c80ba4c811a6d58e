import { ETag, EtagModule, type TagStore } from 'nestjs-etag';
import { catalogueController, catalogueProviders } from './catalogue.controller.js';
import type { Launch } from './launch.js';
import { nest } from './nest.js';
import type { Serving } from './serving.js';

/** Remembered tags. @param store where they are kept; by default in the process */
export function serveRemembered(launch: Launch, store?: TagStore): Promise<Serving> {
  const remembering = ETag({ remember: { groups: ['catalogue'], ttl: 600_000 } });
  return nest(launch, {
    imports: [EtagModule.forRoot(store ? { store } : {})],
    controllers: [catalogueController({ read: [remembering] })],
    providers: catalogueProviders(launch),
  });
}
