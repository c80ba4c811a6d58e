export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export { EtagMikroOrmModule } from './etag-mikro-orm.module.js';
export type { MikroOrmCollectionQuery, MikroOrmEntity, MikroOrmEntry } from './mikro-orm-entity.interface.js';
export { VersionedRepository } from './versioned-repository.js';
