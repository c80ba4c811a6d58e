import * as fc from 'fast-check';
import {
  BeforeUpdate,
  Column,
  DeleteDateColumn,
  Entity,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
  type ColumnOptions,
} from 'typeorm';
import type { EntityEntry } from '../../src/typeorm/index.js';

export interface AnyRow {
  id: number;
  [name: string]: unknown;
}

@Entity('random_owners')
export class Owner {
  @PrimaryGeneratedColumn()
  id!: number;
}

/** A kind of column, and values that JSON and the database give back as they are. */
interface Kind {
  readonly options: ColumnOptions;
  readonly values: fc.Arbitrary<unknown>;
}

const AS_TEXT = { to: (value: unknown) => value, from: String };

const KINDS: Readonly<Record<string, Kind>> = {
  count: { options: { type: 'int' }, values: fc.integer({ min: -1000, max: 1000 }) },
  text: {
    options: { type: 'varchar', length: 40, nullable: true },
    values: fc.constantFrom('', 'a', 'Ä "x"', null),
  },
  flag: { options: { type: 'boolean' }, values: fc.boolean() },
  // PGlite gives a large one as a BigInt, which is no JSON.
  big: {
    options: { type: 'bigint', transformer: AS_TEXT },
    values: fc.constantFrom('9007199254740993', '-9007199254740995'),
  },
  price: { options: { type: 'decimal', precision: 10, scale: 2 }, values: fc.constantFrom('0.10', '-12.50') },
  data: { options: { type: 'json' }, values: fc.constantFrom({ a: [1, null] }, [], { b: { c: 'd' } }) },
  list: { options: { type: 'simple-array' }, values: fc.constantFrom(['a'], ['a', 'b']) },
  moment: { options: { type: Date, precision: 3 }, values: fc.constantFrom('2024-02-29T23:59:59.999Z') },
};

const VERSIONS = {
  counted: VersionColumn(),
  big: VersionColumn({ type: 'bigint' }),
  own: Column('int', { nullable: true }),
  uuid: Column('uuid', { nullable: true }),
  time: Column({ type: Date, precision: 3, nullable: true }),
} as const;

export interface Shape {
  readonly kinds: readonly string[];
  readonly version: keyof typeof VERSIONS;
  readonly key: 'given' | 'generated';
  readonly dated: boolean;
  readonly hooked: boolean;
  readonly owner: 'none' | 'lazy' | 'eager';
  readonly embedded: boolean;
}

export const SHAPES: fc.Arbitrary<Shape> = fc.record({
  kinds: fc.subarray(Object.keys(KINDS), { minLength: 1 }),
  version: fc.constantFrom(...(Object.keys(VERSIONS) as (keyof typeof VERSIONS)[])),
  key: fc.constantFrom('given' as const, 'generated' as const),
  dated: fc.boolean(),
  hooked: fc.boolean(),
  owner: fc.constantFrom('none' as const, 'lazy' as const, 'eager' as const),
  embedded: fc.boolean(),
});

class Size {
  @Column('int', { nullable: true })
  w!: number | null;

  @Column('int', { nullable: true })
  h!: number | null;
}

/** An entity class of a shape, as a developer would have decorated it. */
export function entityOf(shape: Shape, at: number): { entity: new () => AnyRow; entry: EntityEntry } {
  const entity = { [`Random${at}`]: class {} }[`Random${at}`] as unknown as new () => AnyRow;
  const { prototype } = entity;
  const id = shape.key === 'given' ? PrimaryColumn('int') : PrimaryGeneratedColumn();
  id(prototype, 'id');
  for (const name of shape.kinds) Column(KINDS[name]!.options)(prototype, name);
  VERSIONS[shape.version](prototype, 'version');
  DeleteDateColumn({ precision: 3 })(prototype, 'deletedAt');
  if (shape.dated) UpdateDateColumn({ precision: 6 })(prototype, 'updatedAt');
  if (shape.embedded) Column(() => Size)(prototype, 'size');
  if (shape.owner !== 'none') {
    ManyToOne(() => Owner, { nullable: true, [shape.owner]: true })(prototype, 'owner');
  }
  if (shape.hooked) {
    Column('varchar', { length: 20, default: 'never' })(prototype, 'hook');
    Object.assign(prototype, { onUpdate: noteHook });
    BeforeUpdate()(prototype, 'onUpdate');
  }
  Entity(`random_${at}`)(entity);
  const isCounted = shape.version === 'counted' || shape.version === 'big';
  return { entity, entry: isCounted ? entity : { entity, version: 'version' as never } };
}

function noteHook(this: AnyRow): void {
  this['hook'] = 'ran';
}

/** All columns of a shape, for a row that is created. */
export function valuesOf({ kinds, embedded }: Shape): fc.Arbitrary<object> {
  const columns = Object.fromEntries(kinds.map((name) => [name, KINDS[name]!.values]));
  const size = fc.record({ w: fc.integer({ min: 0, max: 9 }), h: fc.constant(null) });
  return fc.record({ ...columns, ...(embedded && { size }) });
}

/** Some of the columns of a shape, for a write. */
export function changesOf({ kinds }: Shape): fc.Arbitrary<object> {
  const columns = Object.fromEntries(kinds.map((name) => [name, KINDS[name]!.values]));
  return fc.record(columns, { requiredKeys: [] });
}
