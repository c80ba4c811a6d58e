import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { getModelToken, MongooseModule } from '@nestjs/mongoose';
import type { ClientSession, Connection, Schema } from 'mongoose';
import { oncePer } from '../util/once-per.js';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import { countsVersions } from './counts-versions.js';
import type { MongooseEntity } from './mongoose-entity.interface.js';
import { mongooseModel, type AnyModel } from './mongoose-model.js';
import { MODULE, MongooseAdapter } from './mongoose.adapter.js';
import { VersionedRepository } from './versioned-repository.js';

/**
 * Makes models of Mongoose known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each, whose
 * writes carry the version the client expects into the database. It stands where `MongooseModule.forFeature()` stood,
 * and needs `EtagModule.forRoot()` in the AppModule.
 */
@Module({})
export class EtagMongooseModule {
  /**
   * Registers the models, and has every query of theirs that writes give a new version.
   * @param connection the name of the connection, for applications with several
   * @throws at start-up, naming the entity and the fix: no version, a `save()` that does not count it, a key no text is
   * @example
   * ```ts
   * @Module({
   *   imports: [EtagMongooseModule.forFeature([{ entity: Product, schema: ProductSchema }])],
   * })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(entities: readonly MongooseEntity[], connection?: string): DynamicModule {
    const definitions = entities.map(({ entity, name = entity.name, schema, collection, discriminators }) => {
      // A model has the hooks that its schema had when it was compiled.
      schema.plugin(countsVersions as (schema: Schema, options?: object) => void, { deduplicate: true });
      return { name, schema, ...(collection && { collection }), ...(discriminators && { discriminators }) };
    });
    const repositories = entities.map((entity) => providerOf(entity, connection));
    return {
      module: EtagMongooseModule,
      imports: [MongooseModule.forFeature(definitions, connection)],
      providers: repositories,
      exports: [...repositories, MongooseModule],
    };
  }
}

function providerOf(entry: MongooseEntity, connection: string | undefined): FactoryProvider {
  const { entity, name = entity.name } = entry;
  const source = connection ?? DEFAULT_SOURCE;
  return repositoryProvider<ClientSession>({
    module: MODULE,
    entity,
    source,
    defaults: entry,
    inject: [getModelToken(name, connection)],
    Repository: VersionedRepository,
    lookAfter: (model: AnyModel) => {
      const adapter = adapterOf(model.db)(source);
      return { adapter, description: adapter.lookAfter(mongooseModel(entry, model)) };
    },
  });
}

/** The one adapter of a connection and a name, however many modules have models of it. */
const adapterOf = oncePer((_: Connection) => {
  const adapters = new Map<string, MongooseAdapter>();
  return (source: string) => {
    const adapter = adapters.get(source) ?? new MongooseAdapter(source);
    adapters.set(source, adapter);
    return adapter;
  };
});
