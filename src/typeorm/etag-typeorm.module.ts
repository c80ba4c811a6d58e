import { Module, type DynamicModule, type InjectionToken, type Provider } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import { versionedEntity } from './entity-model.js';
import { TypeOrmAdapter } from './typeorm.adapter.js';
import type { EntityEntry, VersionedEntity } from './versioned-entity.interface.js';
import { VersionedRepository } from './versioned-repository.js';
import { mapXmin, xmin } from './xmin.js';

/**
 * Makes entities of TypeORM known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each,
 * whose writes carry the version the client expects into the database. It needs `EtagModule.forRoot()` in the
 * AppModule, and does all that `TypeOrmModule.forFeature()` does.
 *
 * A plain `save()` of a stale entity is refused with TypeORM's `OptimisticLockVersionMismatchError`. TypeORM by itself
 * would overwrite the row and set its version back.
 */
@Module({})
export class EtagTypeOrmModule {
  /**
   * @param entities classes with a `@VersionColumn()`, or a {@link VersionedEntity}, which says more of a class
   * @param dataSource the name of the data source; default `'default'`
   * @throws at start-up, naming the entity and the fix: no version column, one that cannot be a version, or an entity
   * that the data source does not have
   * @example
   * ```ts
   * @Module({ imports: [EtagTypeOrmModule.forFeature([Product, { entity: Note, version: 'rev' }])] })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(entities: readonly EntityEntry[], dataSource: string = DEFAULT_SOURCE): DynamicModule {
    const versioned = entities.map(versionedEntity);
    for (const { entity, version } of versioned) if (version === xmin) mapXmin(entity);
    const classes = versioned.map(({ entity }) => entity);
    const repositories = versioned.map((entity) => providerOf(entity, dataSource));
    return {
      module: EtagTypeOrmModule,
      imports: [TypeOrmModule.forFeature(classes, dataSource)],
      providers: repositories,
      exports: [TypeOrmModule, ...repositories],
    };
  }
}

function providerOf(versioned: VersionedEntity, source: string): Provider {
  const { entity } = versioned;
  return repositoryProvider({
    module: 'EtagTypeOrmModule',
    entity,
    source,
    defaults: versioned,
    inject: [getDataSourceToken(source) as InjectionToken],
    Repository: VersionedRepository,
    lookAfter: (dataSource: DataSource) => {
      const adapter = adapterOf(dataSource, source);
      return { adapter, description: adapter.lookAfter(versioned) };
    },
  });
}

const ADAPTERS = new WeakMap<DataSource, TypeOrmAdapter>();

/** The one adapter of a data source, however many modules have entities of it. */
function adapterOf(dataSource: DataSource, source: string): TypeOrmAdapter {
  const adapter = ADAPTERS.get(dataSource) ?? new TypeOrmAdapter(source, dataSource);
  ADAPTERS.set(dataSource, adapter);
  return adapter;
}
