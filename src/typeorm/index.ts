export type { CollectionQuery } from './collection-query.interface.js';
export { EtagTypeOrmModule } from './etag-typeorm.module.js';
export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export { TypeOrmAdapter } from './typeorm.adapter.js';
export type { EntityEntry, VersionedEntity } from './versioned-entity.interface.js';
export { VersionedRepository } from './versioned-repository.js';
export { xmin } from './xmin.js';
