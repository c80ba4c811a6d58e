import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { oncePer } from '../util/once-per.js';
import { clientProvider, type ClientSource } from '../versioned/client-source.js';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { ModelAdapter } from '../versioned/model-adapter.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import type { DrizzleClient } from './drizzle-client.interface.js';
import type { DrizzleEntity } from './drizzle-entity.interface.js';
import { drizzleModel, type DrizzleModel } from './drizzle-model.js';
import { DrizzleStatements } from './drizzle.statements.js';
import { VersionedRepository } from './versioned-repository.js';

const MODULE = 'EtagDrizzleModule';

/**
 * Makes tables of Drizzle known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each, whose
 * writes carry the version the client expects into the database. It needs `EtagModule.forRoot()` in the AppModule.
 */
@Module({})
export class EtagDrizzleModule {
  /**
   * @param client the token of the provider that is Drizzle's database, or a factory of it
   * @param source a name for the database, for applications with several; default `'default'`
   * @throws at start-up, naming the entity and the fix: no version column, one that cannot be a version, no key
   * @example
   * ```ts
   * @Module({
   *   imports: [EtagDrizzleModule.forFeature([{ entity: Product, table: products }], DRIZZLE)],
   * })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(
    entities: readonly DrizzleEntity[],
    client: ClientSource<object>,
    source: string = DEFAULT_SOURCE,
  ): DynamicModule {
    const token = Symbol(`${MODULE}:client`);
    const { provider, imports } = clientProvider(client, token);
    const repositories = entities.map((entity) => providerOf(entity, token, source));
    return {
      module: EtagDrizzleModule,
      imports,
      providers: [provider, ...repositories],
      exports: repositories,
    };
  }
}

function providerOf(entry: DrizzleEntity, client: symbol, source: string): FactoryProvider {
  return repositoryProvider<DrizzleClient>({
    module: MODULE,
    entity: entry.entity,
    source,
    defaults: entry,
    inject: [client],
    Repository: VersionedRepository,
    lookAfter: (drizzle: DrizzleClient) => {
      const adapter = adapterOf(drizzle)(source);
      return { adapter, description: adapter.lookAfter(drizzleModel(entry)) };
    },
  });
}

/** The one adapter of a client and a name, however many modules have entities of it. */
const adapterOf = oncePer((client: DrizzleClient) => {
  const adapters = new Map<string, ModelAdapter<DrizzleModel, DrizzleClient>>();
  return (source: string) => {
    const adapter = adapters.get(source) ?? new ModelAdapter(MODULE, source, new DrizzleStatements(client));
    adapters.set(source, adapter);
    return adapter;
  };
});
