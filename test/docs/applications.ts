/** The applications of each page of the documentation, to try its exchanges on. */
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { Adapter } from '../support/adapters.js';
import { auto } from './auto.app.js';
import { caching } from './caching.app.js';
import { changingTags } from './changing-tags.app.js';
import { clients } from './clients.app.js';
import { firstServer, newRelease, secondServer } from './cluster.app.js';
import { collections, unchanged } from './collections.app.js';
import { drizzleProducts } from './drizzle.app.js';
import { entityHashes } from './entity-hash.app.js';
import { exceptions, problems } from './exceptions.app.js';
import { hybrid } from './hybrid.app.js';
import { installing } from './installing.app.js';
import { mikroOrmOrders } from './mikro-orm.app.js';
import { openApi } from './openapi.app.js';
import { opaqueTags } from './opaque-tags.app.js';
import { apache, proxied } from './proxies.app.js';
import { ranges } from './ranges.app.js';
import { AppModule } from './readme/app.module.js';
import { reads } from './reads.app.js';
import { forUsers, rememberedTags, shared } from './remembered-tags.app.js';
import { security } from './security.app.js';
import { sequelizeOrders } from './sequelize.app.js';
import { sqlProducts } from './sql.app.js';
import { subResources } from './sub-resources.app.js';
import { behindProxy, symptoms } from './troubleshooting.app.js';
import { orders } from './typeorm.app.js';
import { namespaced, variants, weakened } from './variants.app.js';
import { weakOrStrong } from './weak-or-strong.app.js';
import { writes } from './writes.app.js';
import { rows } from './writing-an-adapter.app.js';

export interface Application {
  readonly module: () => ModuleMetadata;
  readonly configure?: (app: INestApplication, adapter: Adapter) => unknown;
}

export const APPLICATIONS: Readonly<Record<string, Readonly<Record<string, Application>>>> = {
  'README.md': { main: { module: () => ({ imports: [AppModule] }) } },
  'docs/adapters.md': { main: auto },
  'docs/auto.md': { main: auto },
  'docs/caching.md': { main: caching },
  'docs/changing-tags.md': { main: changingTags },
  'docs/clients.md': { main: clients },
  'docs/cluster.md': { main: firstServer, second: secondServer, next: newRelease },
  'docs/collections.md': { main: collections, unchanged },
  'docs/drizzle.md': { main: drizzleProducts },
  'docs/entity-hash.md': { main: entityHashes },
  'docs/exceptions.md': { main: exceptions, problem: problems },
  'docs/hybrid.md': { main: hybrid },
  'docs/installing.md': { main: installing },
  'docs/openapi.md': { main: openApi },
  'docs/opaque-tags.md': { main: opaqueTags },
  'docs/proxies.md': { main: proxied, apache },
  'docs/ranges.md': { main: ranges },
  'docs/mikro-orm.md': { main: mikroOrmOrders },
  'docs/reads.md': { main: reads },
  'docs/remembered-tags.md': { main: rememberedTags, shared, forUsers },
  'docs/security.md': { main: security },
  'docs/sequelize.md': { main: sequelizeOrders },
  'docs/sql.md': { main: sqlProducts },
  'docs/sub-resources.md': { main: subResources },
  'docs/troubleshooting.md': { main: symptoms, proxied: behindProxy },
  'docs/typeorm.md': { main: orders },
  'docs/variants.md': { main: variants, weaken: weakened, namespace: namespaced },
  'docs/weak-or-strong.md': { main: weakOrStrong },
  'docs/writes.md': { main: writes },
  'docs/writing-an-adapter.md': { main: rows },
};
