import type { FactoryProvider, InjectionToken, Type } from '@nestjs/common';
import type { WriteOptions } from '../options/write-options.interface.js';
import { explained } from '../util/explained.js';
import type { EntityAdapter, EntityDescription } from './entity-adapter.interface.js';
import { EntityAdapters } from './entity-adapters.js';
import { getVersionedRepositoryToken } from './inject-versioned-repository.decorator.js';
import { VersionedRepository } from './versioned-repository.js';

/** What the module of an adapter says of one entity. */
export interface RepositoryProviderOptions<Scope> {
  /** The name of the adapter's module, for messages. */
  readonly module: string;
  readonly entity: Type;
  readonly source: string;
  readonly defaults: WriteOptions;
  /** What the adapter is made from, such as the client of the database. */
  readonly inject: readonly InjectionToken[];
  /** @throws Error naming the entity and the fix, where it cannot be looked after */
  readonly lookAfter: (...dependencies: never[]) => {
    readonly adapter: EntityAdapter<Scope>;
    readonly description: EntityDescription;
  };
  /** The repository as the subpath of the adapter exports it. */
  readonly Repository: new (
    ...parameters: ConstructorParameters<typeof VersionedRepository<object, Scope>>
  ) => VersionedRepository<object, Scope>;
}

/** Provides the repository of one entity, and makes the adapter known to `@Versioned(Entity)` as it does. */
export function repositoryProvider<Scope>(options: RepositoryProviderOptions<Scope>): FactoryProvider {
  const { module, entity, source, defaults, inject, lookAfter, Repository } = options;
  return {
    provide: getVersionedRepositoryToken(entity, source),
    inject: [{ token: EntityAdapters, optional: true }, ...inject],
    useFactory: (adapters: EntityAdapters | undefined, ...dependencies: never[]) => {
      if (!adapters)
        throw new Error(
          explained(
            'module-not-imported',
            `${module} needs EtagModule.forRoot() in the imports of the AppModule.`,
          ),
        );
      const { adapter, description } = lookAfter(...dependencies);
      adapters.register(adapter);
      return new Repository(entity, adapter, description, undefined, defaults);
    },
  };
}
