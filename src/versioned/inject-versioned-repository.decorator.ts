import { Inject, type Type } from '@nestjs/common';

/** The name Nest gives the database of an application that has one. */
export const DEFAULT_SOURCE = 'default';

/**
 * The injection token of an entity's `VersionedRepository`, for a provider's `inject` or a test's `overrideProvider()`.
 * @param source the name of the database (TypeORM: of the data source); default `'default'`
 */
export function getVersionedRepositoryToken(entity: Type, source: string = DEFAULT_SOURCE): string {
  return `${source}:${entity.name}:VersionedRepository`;
}

/**
 * Injects the `VersionedRepository` of an entity that the `forFeature()` of an adapter's module was given.
 * @param source the name of the database (TypeORM: of the data source); default `'default'`
 * @example
 * ```ts
 * constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}
 * ```
 */
export function InjectVersionedRepository(
  entity: Type,
  source?: string,
): ParameterDecorator & PropertyDecorator {
  return Inject(getVersionedRepositoryToken(entity, source));
}
