import type { FindManyOptions } from 'typeorm';

/**
 * Which rows a list has, for `@Versioned(Product, { collection })` and for the handler's own `find()`. Give `find()`
 * its `relations` and `select` beside it: the version of a row says nothing of them.
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
   * What the handler puts around the items; `total` counts the rows without `skip` and `take`. The decorator's `items`
   * finds the items in it. Before the handler it is called without real items: it may place them and use their
   * `length`, and where it looks into them, the handler is run. Default: the body is the array.
   */
  readonly envelope?: (items: T[], total: number) => object;
}
