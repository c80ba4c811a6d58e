/** The applications for each page of the documentation, to try its exchanges on. */
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import type { Adapter } from '../support/adapters.js';
import { auto } from './auto.app.js';
import { collections, unchanged } from './collections.app.js';
import { entityHashes } from './entity-hash.app.js';
import { opaqueTags } from './opaque-tags.app.js';
import { ranges } from './ranges.app.js';
import { rememberedTags } from './remembered-tags.app.js';
import { namespaced, variants, weakened } from './variants.app.js';

export interface Application {
  readonly module: () => ModuleMetadata;
  readonly configure?: (app: INestApplication, adapter: Adapter) => unknown;
}

export const APPLICATIONS: Readonly<Record<string, Readonly<Record<string, Application>>>> = {
  'adapters.md': { main: auto },
  'auto.md': { main: auto },
  'collections.md': { main: collections, unchanged },
  'entity-hash.md': { main: entityHashes },
  'opaque-tags.md': { main: opaqueTags },
  'ranges.md': { main: ranges },
  'remembered-tags.md': { main: rememberedTags },
  'variants.md': { main: variants, weaken: weakened, namespace: namespaced },
};
