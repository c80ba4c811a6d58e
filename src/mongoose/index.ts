export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export { EtagMongooseModule } from './etag-mongoose.module.js';
export type { MongooseCollectionQuery, MongooseEntity } from './mongoose-entity.interface.js';
export { VersionedRepository } from './versioned-repository.js';
