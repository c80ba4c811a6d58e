import type { InjectionToken, ModuleMetadata, Type } from '@nestjs/common';

/** A row of `products`, which every library has under these names. */
export interface Product {
  readonly id: number;
  readonly name: string;
  readonly stock: number;
  readonly version: number;
}

/** What a decrement writes. */
export type Changes = Pick<Product, 'name' | 'stock'>;

/** The calls of a library that know nothing of nestjs-etag. */
export interface Store {
  find(id: number): Promise<object | null>;
  /** The library's ordinary update by the key, which compares no version. */
  overwrite(id: number, changes: Changes): Promise<unknown>;
}

/** The token of the store. */
export const STORE = Symbol('store');

/** One library on one database, as its page of the documentation sets it up. */
export interface Raced {
  /** What stands for a row in decorators. */
  readonly entity: Type<object>;
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  /** What `store` is called with. */
  readonly inject: readonly InjectionToken[];
  readonly store: (...injected: never[]) => Store;
}

/** What the file of a library exports as `setUp`. */
export type SetUp = (url: string) => Raced | Promise<Raced>;

/** Of MariaDB, and not of PostgreSQL. */
export function isMariadb(url: string): boolean {
  return url.startsWith('mysql:');
}
