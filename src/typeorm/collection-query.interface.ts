import type { FindManyOptions } from 'typeorm';

/**
 * Which rows a list has, for `@Versioned(Product, { collection })` and for the handler's own `find()`. What else
 * `find()` takes (`relations`, `select`) belongs beside it: the version of a row says nothing of its relations.
 *
 * @example
 * ```ts
 * const page = ({ query }: LookupRequest): CollectionQuery<Product> => ({
 *   where: { category: String(query.category) },
 *   order: { name: 'ASC', id: 'ASC' }, // ends with the key: an order that leaves two rows equal is none
 *   skip: 20 * Number(query.page ?? 0),
 *   take: 20,
 *   envelope: (data, total) => ({ data, total }),
 * });
 * ```
 */
export interface CollectionQuery<T extends object> extends Pick<
  FindManyOptions<T>,
  'where' | 'order' | 'skip' | 'take' | 'withDeleted'
> {
  /**
   * What the handler puts around the items, with the number of rows there are without `skip` and `take`; beside it the
   * decorator says where the `items` are in it. Asked before the handler it is given no items: it may place them
   * and use their `length`, and where it looks into them the handler is asked. Default: the body is the array.
   */
  readonly envelope?: (items: T[], total: number) => object;
}
