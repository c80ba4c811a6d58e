import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type InjectionToken,
  type Type,
} from '@nestjs/common';
import { getConnectionToken, SequelizeModule } from '@nestjs/sequelize';
import type { Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import { oncePer } from '../util/once-per.js';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import type { SequelizeEntity, SequelizeEntry } from './sequelize-entity.interface.js';
import { sequelizeModel } from './sequelize-model.js';
import { SequelizeAdapter } from './sequelize.adapter.js';
import { SequelizeStatements } from './sequelize.statements.js';
import { guardVersions } from './version-guard.js';
import { VersionedRepository } from './versioned-repository.js';

/**
 * Makes models of Sequelize known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each, whose
 * writes carry the version the client expects into the database. It needs `EtagModule.forRoot()` in the AppModule, and
 * does all that `SequelizeModule.forFeature()` does.
 *
 * Hooks make Sequelize's own `Model.update()` and `Model.bulkCreate()` count versions, and refuse `Model.upsert()`.
 */
@Module({})
export class EtagSequelizeModule {
  /**
   * @param entities classes with `@Table({ version: true })`, or a {@link SequelizeEntity}, which says more of a class
   * @param connection the name of the connection; default `'default'`
   * @throws at start-up, naming the entity and the fix: versions that are not counted, no key, a field that hides its
   * column, or a model that the connection does not have
   * @example
   * ```ts
   * @Module({ imports: [EtagSequelizeModule.forFeature([Product, { entity: Note, skipUnchanged: true }])] })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(entities: readonly SequelizeEntry[], connection: string = DEFAULT_SOURCE): DynamicModule {
    const versioned = entities.map((entry) => ('entity' in entry ? entry : { entity: entry }));
    const repositories = versioned.map((entity) => providerOf(entity, connection));
    const classes = versioned.map(({ entity }) => entity as never);
    return {
      module: EtagSequelizeModule,
      imports: [SequelizeModule.forFeature(classes, connection)],
      providers: repositories,
      exports: [SequelizeModule, ...repositories],
    };
  }
}

function providerOf(entry: SequelizeEntity, source: string): FactoryProvider {
  return repositoryProvider<Transaction>({
    module: 'EtagSequelizeModule',
    entity: entry.entity as Type,
    source,
    defaults: entry,
    inject: [getConnectionToken(source) as InjectionToken],
    Repository: VersionedRepository,
    lookAfter: (sequelize: Sequelize) => {
      const adapter = adapterOf(sequelize)(source);
      const model = sequelizeModel(sequelize, entry);
      if (!entry.hasTrigger) guardVersions(model);
      return { adapter, description: adapter.lookAfter(model) };
    },
  });
}

/** The one adapter of a connection and a name, however many modules have entities of it. */
const adapterOf = oncePer((sequelize: Sequelize) => {
  const adapters = new Map<string, SequelizeAdapter>();
  return (source: string) => {
    const adapter = adapters.get(source) ?? new SequelizeAdapter(source, new SequelizeStatements(sequelize));
    adapters.set(source, adapter);
    return adapter;
  };
});
