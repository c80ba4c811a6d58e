export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export type { ClientSource } from '../versioned/client-source.js';
export { EtagDrizzleModule } from './etag-drizzle.module.js';
export type { DrizzleClient, DrizzleQuery } from './drizzle-client.interface.js';
export type { DrizzleCollectionQuery, DrizzleEntity } from './drizzle-entity.interface.js';
export { VersionedRepository } from './versioned-repository.js';
