/** The applications of each page of the documentation, to try its exchanges on. */
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { Adapter } from '../support/adapters.js';
import { auto } from './auto.app.js';
import { clients } from './clients.app.js';
import { collections, unchanged } from './collections.app.js';
import { entityHashes } from './entity-hash.app.js';
import { exceptions, problems } from './exceptions.app.js';
import { installing } from './installing.app.js';
import { migrating } from './migrating.app.js';
import { mikroOrmOrders } from './mikro-orm.app.js';
import { openApi } from './openapi.app.js';
import { opaqueTags } from './opaque-tags.app.js';
import { apache, proxied } from './proxies.app.js';
import { ranges } from './ranges.app.js';
import { AppModule } from './readme/app.module.js';
import { reads } from './reads.app.js';
import { forUsers, rememberedTags, shared } from './remembered-tags.app.js';
import { sequelizeOrders } from './sequelize.app.js';
import { behindProxy, symptoms } from './troubleshooting.app.js';
import { orders } from './typeorm.app.js';
import { namespaced, variants, weakened } from './variants.app.js';
import { writes } from './writes.app.js';

export interface Application {
  readonly module: () => ModuleMetadata;
  readonly configure?: (app: INestApplication, adapter: Adapter) => unknown;
}

export const APPLICATIONS: Readonly<Record<string, Readonly<Record<string, Application>>>> = {
  'README.md': { main: { module: () => ({ imports: [AppModule] }) } },
  'docs/adapters.md': { main: auto },
  'docs/auto.md': { main: auto },
  'docs/clients.md': { main: clients },
  'docs/collections.md': { main: collections, unchanged },
  'docs/entity-hash.md': { main: entityHashes },
  'docs/exceptions.md': { main: exceptions, problem: problems },
  'docs/installing.md': { main: installing },
  'docs/migrating.md': { main: migrating },
  'docs/openapi.md': { main: openApi },
  'docs/opaque-tags.md': { main: opaqueTags },
  'docs/proxies.md': { main: proxied, apache },
  'docs/ranges.md': { main: ranges },
  'docs/mikro-orm.md': { main: mikroOrmOrders },
  'docs/reads.md': { main: reads },
  'docs/remembered-tags.md': { main: rememberedTags, shared, forUsers },
  'docs/sequelize.md': { main: sequelizeOrders },
  'docs/troubleshooting.md': { main: symptoms, proxied: behindProxy },
  'docs/typeorm.md': { main: orders },
  'docs/variants.md': { main: variants, weaken: weakened, namespace: namespaced },
  'docs/writes.md': { main: writes },
};
