import { MikroORM, type EntityManager } from '@mikro-orm/core';
import { getMikroORMToken, MikroOrmModule } from '@mikro-orm/nestjs';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { oncePer } from '../util/once-per.js';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { ModelAdapter } from '../versioned/model-adapter.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import type { MikroOrmEntity, MikroOrmEntry } from './mikro-orm-entity.interface.js';
import { mikroOrmModel, type MikroOrmModel } from './mikro-orm-model.js';
import { MikroOrmStatements } from './mikro-orm.statements.js';
import { guardVersions } from './version-guard.js';
import { VersionedRepository } from './versioned-repository.js';

/**
 * Makes entities of MikroORM known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each, whose
 * writes carry the version the client expects into the database. It needs `EtagModule.forRoot()` in the AppModule, and
 * does all that `MikroOrmModule.forFeature()` does.
 *
 * Subscribers make MikroORM's own `em.remove()` compare versions, and refuse `em.upsert()`. Where `useBatchUpdates` is
 * not `false`, a warning at start-up says which updates MikroORM loses.
 */
@Module({})
export class EtagMikroOrmModule {
  /**
   * @param entities classes with a version, or a {@link MikroOrmEntity}, which says more of a class
   * @param contextName the name of the connection; default `'default'`, which is the one without a name
   * @throws at start-up, naming the entity and the fix: versions that are not counted, or are dates, a key that is a
   * relation, or an entity that the connection does not have
   * @example
   * ```ts
   * @Module({ imports: [EtagMikroOrmModule.forFeature([Product, { entity: Note, skipUnchanged: true }])] })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(entities: readonly MikroOrmEntry[], contextName: string = DEFAULT_SOURCE): DynamicModule {
    const versioned = entities.map((entry) => ('entity' in entry ? entry : { entity: entry }));
    const repositories = versioned.map((entity) => providerOf(entity, contextName));
    const classes = versioned.map(({ entity }) => entity);
    const name = contextName === DEFAULT_SOURCE ? undefined : contextName;
    const own = MikroOrmModule.forFeature(classes, name);
    return {
      module: EtagMikroOrmModule,
      imports: [own],
      providers: repositories,
      exports: [own, ...repositories],
    };
  }
}

function providerOf(entry: MikroOrmEntity, source: string): FactoryProvider {
  return repositoryProvider<EntityManager>({
    module: 'EtagMikroOrmModule',
    entity: entry.entity,
    source,
    defaults: entry,
    inject: [source === DEFAULT_SOURCE ? MikroORM : getMikroORMToken(source)],
    Repository: VersionedRepository,
    lookAfter: (orm: MikroORM) => {
      const adapter = adapterOf(orm)(source);
      const model = mikroOrmModel(orm, entry);
      guardVersions(orm, model, entry.hasTrigger ?? false);
      return { adapter, description: adapter.lookAfter(model) };
    },
  });
}

/** The one adapter of a connection and a name, however many modules have entities of it. */
const adapterOf = oncePer((orm: MikroORM) => {
  const adapters = new Map<string, ModelAdapter<MikroOrmModel, EntityManager>>();
  return (source: string) => {
    const adapter =
      adapters.get(source) ?? new ModelAdapter('EtagMikroOrmModule', source, new MikroOrmStatements(orm));
    adapters.set(source, adapter);
    return adapter;
  };
});
