import { Inject, type Type } from '@nestjs/common';

/** The name Nest gives the data source of an application that has one. */
export const DEFAULT_DATA_SOURCE = 'default';

/**
 * The injection token of an entity's `VersionedRepository`, for a provider's `inject` or a test's `overrideProvider()`.
 * @param dataSource the name of the data source; default `'default'`
 */
export function getVersionedRepositoryToken(entity: Type, dataSource: string = DEFAULT_DATA_SOURCE): string {
  return `${dataSource}:${entity.name}:VersionedRepository`;
}

/**
 * Injects the `VersionedRepository` of an entity that `EtagTypeOrmModule.forFeature()` was given.
 * @param dataSource the name of the data source; default `'default'`
 * @example
 * ```ts
 * constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}
 * ```
 */
export function InjectVersionedRepository(
  entity: Type,
  dataSource?: string,
): ParameterDecorator & PropertyDecorator {
  return Inject(getVersionedRepositoryToken(entity, dataSource));
}
