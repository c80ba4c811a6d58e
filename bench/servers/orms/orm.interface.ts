import type { InjectionToken, ModuleMetadata, Type } from '@nestjs/common';

type Imports = NonNullable<ModuleMetadata['imports']>;

/** What a PUT writes. */
export interface Changes {
  readonly name: string;
  readonly stock: number;
}

export interface Row extends Changes {
  readonly id: number;
  readonly version: number;
}

/** What a careful developer calls of a library, without nestjs-etag. */
export interface Store {
  find(id: number): Promise<object | null>;
  /** Writes where the row has this version. Nothing where it has not. */
  update(id: number, version: number, changes: Changes): Promise<Row | null | undefined>;
}

/** One library on one database. */
export interface Orm {
  /** What stands for a row in decorators. */
  readonly entity: Type<object>;
  /** Of the library. */
  readonly imports: Imports;
  /** Of nestjs-etag. */
  readonly versioned: Imports;
  /** What `store` is called with. */
  readonly inject: readonly InjectionToken[];
  readonly store: (...injected: never[]) => Store;
  /** Closes what no module closes. */
  readonly close?: () => Promise<unknown>;
}

/** What the file of a library exports as `connect`. */
export type Connect = (url: string) => Orm | Promise<Orm>;
