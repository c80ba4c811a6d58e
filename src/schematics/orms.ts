import { explained } from '../util/explained.js';
import type { ImportedModule } from './imported-module.interface.js';

/** What `nest add nestjs-etag --orm NAME` does for an ORM, beyond `EtagModule`. */
export interface Orm {
  /** Undefined where its module needs what only the application has: a client of the database. */
  readonly module?: ImportedModule;
  /** The packages that have to be there; `{nest}` is the major version of Nest. */
  readonly packages: readonly string[];
  /** What is left to do, in a sentence. */
  readonly next: string;
}

/** The ORMs by the name that `--orm` takes. */
export const ORMS: Readonly<Record<string, Orm>> = {
  typeorm: {
    module: { name: 'EtagTypeOrmModule', from: 'nestjs-etag/typeorm', call: 'forFeature([])' },
    packages: ['@nestjs/typeorm@{nest}', 'typeorm'],
    next: 'Name the entities that have a @VersionColumn() in EtagTypeOrmModule.forFeature([]), here or in the modules that have TypeOrmModule.forFeature().',
  },
  mongoose: {
    module: { name: 'EtagMongooseModule', from: 'nestjs-etag/mongoose', call: 'forFeature([])' },
    packages: ['@nestjs/mongoose@{nest}', 'mongoose'],
    next: 'Put the entities and schemas that have optimisticConcurrency into EtagMongooseModule.forFeature([]), in the place of MongooseModule.forFeature().',
  },
  sequelize: {
    module: { name: 'EtagSequelizeModule', from: 'nestjs-etag/sequelize', call: 'forFeature([])' },
    packages: ['@nestjs/sequelize@{nest}', 'sequelize@6', 'sequelize-typescript'],
    next: 'Put the models that have @Table({ version: true }) into EtagSequelizeModule.forFeature([]), in the place of SequelizeModule.forFeature().',
  },
  'mikro-orm': {
    module: { name: 'EtagMikroOrmModule', from: 'nestjs-etag/mikro-orm', call: 'forFeature([])' },
    packages: ['@mikro-orm/nestjs@7', '@mikro-orm/core@7'],
    next: 'Put the entities that have a version into EtagMikroOrmModule.forFeature([]), in the place of MikroOrmModule.forFeature().',
  },
  prisma: {
    packages: ['@prisma/client@7'],
    next: 'Import EtagPrismaModule.forFeature() of nestjs-etag/prisma with your models and the provider of your client. docs/prisma.md shows it.',
  },
  drizzle: {
    packages: ['drizzle-orm@0'],
    next: 'Import EtagDrizzleModule.forFeature() of nestjs-etag/drizzle with your tables and the provider of your database. docs/drizzle.md shows it.',
  },
  sql: {
    packages: [],
    next: 'Import EtagSqlModule.forFeature() of nestjs-etag/sql with your tables and an executor, such as fromPg(pool). docs/sql.md shows it.',
  },
};

/** @throws Error that names the ORMs there are, where this is none of them */
export function ormNamed(name: string): Orm {
  const orm = Object.hasOwn(ORMS, name) ? ORMS[name] : undefined;
  if (orm) return orm;
  throw new Error(
    explained(
      'nest-add-orm',
      `--orm ${name} is not known. It can be: ${Object.keys(ORMS).join(', ')}. Nothing was changed.`,
    ),
  );
}
