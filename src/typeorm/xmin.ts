import type { Type } from '@nestjs/common';
import { VirtualColumn, type DataSource } from 'typeorm';

/**
 * PostgreSQL's own version of a row, for an entity without a column for one: the transaction that wrote it last.
 * `EtagTypeOrmModule.forFeature([{ entity: Legacy, version: xmin }])`
 *
 * It changes with every write of the row, whoever makes it, and starts anew in a database that was restored from a dump.
 * It is read with each entity, and is no part of its JSON.
 */
export const xmin = Symbol('xmin');

/** The property that holds it. */
export const XMIN = 'xmin';

const DATABASES: ReadonlySet<string> = new Set(['postgres', 'aurora-postgres']);

/** Why an entity cannot have it for its version, and the fix; undefined where it can. */
export function whyNoXmin(dataSource: DataSource, source: string, entity: Type): string | undefined {
  const has = DATABASES.has(dataSource.options.type);
  const needs = [
    [has, `the data source "${source}" is not PostgreSQL, and has no xmin. Name a column as its version`],
    [
      has && readsXmin(dataSource, entity),
      'this TypeORM loads no entity with its xmin. Take the newest 0.3, or TypeORM 1',
    ],
  ] as const;
  return needs.find(([isMet]) => !isMet)?.[1];
}

/** TypeORM 0.3.20 leaves out a virtual column that nobody selects. */
function readsXmin(dataSource: DataSource, entity: Type): boolean {
  return dataSource.manager.createQueryBuilder(entity, 'entity').getQuery().includes('.xmin AS text');
}

const VALUES = new WeakMap<object, unknown>();
const MAPPED = new WeakSet<Type>();

/** Lets TypeORM read it with each entity of a class, before a data source is initialised with that. */
export function mapXmin(entity: Type): void {
  if (MAPPED.has(entity)) return;
  MAPPED.add(entity);
  const prototype = entity.prototype as object;
  VirtualColumn({ type: 'varchar', query: (alias) => `CAST(${alias}.xmin AS text)` })(prototype, XMIN);
  // What a class has of it is in no instance of its own, so that neither JSON nor a copy shows it.
  Object.defineProperty(prototype, XMIN, {
    get(this: object) {
      return VALUES.get(this);
    },
    set(this: object, value: unknown) {
      VALUES.set(this, value);
    },
  });
}
