export {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../versioned/inject-versioned-repository.decorator.js';
export type { ClientSource } from '../versioned/client-source.js';
export { countVersions } from './count-versions.js';
export type { VersionCounter } from './count-versions.js';
export { EtagPrismaModule } from './etag-prisma.module.js';
export type { PrismaClientLike } from './prisma-client.interface.js';
export type { PrismaCollectionQuery, PrismaEntity } from './prisma-entity.interface.js';
export { VersionedRepository } from './versioned-repository.js';
