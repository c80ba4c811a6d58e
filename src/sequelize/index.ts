export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export { EtagSequelizeModule } from './etag-sequelize.module.js';
export type {
  SequelizeCollectionQuery,
  SequelizeEntity,
  SequelizeEntry,
} from './sequelize-entity.interface.js';
export { VersionedRepository } from './versioned-repository.js';
