import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { oncePer } from '../util/once-per.js';
import { clientOf, clientProvider, type ClientSource } from '../versioned/client-source.js';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { ModelAdapter } from '../versioned/model-adapter.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import type { PrismaClientLike } from './prisma-client.interface.js';
import type { PrismaEntity } from './prisma-entity.interface.js';
import { prismaModel, type PrismaModel } from './prisma-model.js';
import { PrismaStatements } from './prisma.statements.js';
import { VersionedRepository } from './versioned-repository.js';

const MODULE = 'EtagPrismaModule';

/**
 * Makes models of Prisma known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each, whose
 * writes carry the version the client expects into the database. It needs `EtagModule.forRoot()` in the AppModule.
 */
@Module({})
export class EtagPrismaModule {
  /**
   * @param client the token of the provider that is the Prisma client, or a factory of it; a function as its value is
   * called for each statement, so that `() => txHost.tx` works
   * @param source a name for the database, for applications with several; default `'default'`
   * @throws at start-up, naming the entity and the fix: no such model, no version, one that cannot be counted, no key,
   * an unknown database
   * @example
   * ```ts
   * @Module({
   *   imports: [EtagPrismaModule.forFeature([{ entity: Product }], PrismaService)],
   * })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(
    entities: readonly PrismaEntity[],
    client: ClientSource<object>,
    source: string = DEFAULT_SOURCE,
  ): DynamicModule {
    const token = Symbol(`${MODULE}:client`);
    const { provider, imports } = clientProvider(client, token);
    const repositories = entities.map((entity) => providerOf(entity, token, source));
    return {
      module: EtagPrismaModule,
      imports,
      providers: [provider, ...repositories],
      exports: repositories,
    };
  }
}

function providerOf(entry: PrismaEntity, client: symbol, source: string): FactoryProvider {
  return repositoryProvider<PrismaClientLike>({
    module: MODULE,
    entity: entry.entity,
    source,
    defaults: entry,
    inject: [client],
    Repository: VersionedRepository,
    lookAfter: (prisma: PrismaClientLike) => {
      const model = prismaModel(entry, clientOf(prisma));
      const adapter = adapterOf(prisma)(source);
      return { adapter, description: adapter.lookAfter(model) };
    },
  });
}

/** The one adapter of a client and a name, however many modules have entities of it. */
const adapterOf = oncePer((client: PrismaClientLike) => {
  const adapters = new Map<string, ModelAdapter<PrismaModel, PrismaClientLike>>();
  return (source: string) => {
    const adapter = adapters.get(source) ?? new ModelAdapter(MODULE, source, new PrismaStatements(client));
    adapters.set(source, adapter);
    return adapter;
  };
});
