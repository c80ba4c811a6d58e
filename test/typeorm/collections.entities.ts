import type { Type } from '@nestjs/common';
import {
  Column,
  DeleteDateColumn,
  Entity,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  VersionColumn,
  type ColumnOptions,
  type ObjectLiteral,
  type Relation,
} from 'typeorm';
import type { EntityEntry } from '../../src/typeorm/index.js';
import type { Database } from './databases.js';

@Entity('groups_of_items')
export class Grouped {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;
}

@Entity('items')
export class Item {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20, nullable: true })
  name!: string | null;

  @Column('varchar', { length: 20 })
  category!: string;

  @Column('int')
  price!: number;

  @ManyToOne(() => Grouped, { eager: true, nullable: true })
  group?: Relation<Grouped> | null;

  @DeleteDateColumn()
  deletedAt?: Date | null;

  @VersionColumn({ name: 'lock_version' })
  version!: number;
}

/** Rows from before there were versions have none. */
@Entity('old_items')
export class Old {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int', { nullable: true })
  rev!: number | null;
}

@Entity('sorted_items', { orderBy: { name: 'ASC', id: 'DESC' } })
export class Sorted {
  @PrimaryColumn('int')
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @VersionColumn()
  version!: number;
}

export interface KindCase {
  readonly entity: Type<ObjectLiteral>;
  readonly entry: EntityEntry;
  readonly rows: readonly ObjectLiteral[];
  /** Whether the database makes the digest of it. */
  readonly digest: boolean;
}

function kind(
  table: string,
  columns: {
    key: PropertyDecorator;
    rev: PropertyDecorator;
    rows: readonly ObjectLiteral[];
    digest: boolean;
  },
): KindCase {
  @Entity(table)
  class KindEntity {
    key!: unknown;
    rev!: unknown;
    @Column('varchar', { length: 20, default: 'x' })
    label!: string;
  }
  // Repositories are injected by the name of the class.
  Object.defineProperty(KindEntity, 'name', { value: table });
  columns.key(KindEntity.prototype, 'key');
  columns.rev(KindEntity.prototype, 'rev');
  return { entity: KindEntity, entry: { entity: KindEntity, version: 'rev' }, ...columns };
}

const uuid = (digit: number) => ({ key: `${digit}f000000-0000-4000-8000-00000000000${digit}` });
const column = (options: ColumnOptions) => Column(options);

/** Keys and versions of the kinds there are. */
export function kinds({ types, name }: Database): Record<string, KindCase> {
  const moment = { type: types.timestamp, precision: 6 } as const;
  return {
    integers: kind('kind_int', {
      key: PrimaryColumn('int'),
      rev: VersionColumn(),
      rows: [{ key: -5 }, { key: 10 }, { key: 9 }],
      digest: true,
    }),
    bigints: kind('kind_bigint', {
      key: PrimaryColumn('bigint'),
      rev: column({ type: 'bigint' }),
      // PGlite makes a BigInt of what is no safe number, and a BigInt has no JSON.
      rows: [
        { key: name === 'PGlite' ? '9007199254740991' : '9007199254740993' },
        { key: '4294967296' },
        { key: '7' },
      ],
      digest: true,
    }),
    uuids: kind('kind_uuid', {
      key: PrimaryColumn('uuid'),
      rev: column({ type: 'uuid' }),
      rows: [uuid(3), uuid(1), uuid(2)],
      digest: types.bytes === 'bytea',
    }),
    texts: kind('kind_text', {
      key: PrimaryColumn('varchar', { length: 40 }),
      rev: column({ type: 'varchar', length: 40 }),
      rows: [{ key: 'a:b' }, { key: 'ä, "%' }, { key: '~' }],
      digest: false,
    }),
    timestamps: kind('kind_moment', {
      key: PrimaryColumn('int'),
      rev: column(moment),
      rows: [{ key: 1 }, { key: 2 }],
      digest: false,
    }),
    'numbers that are transformed': kind('kind_transformed', {
      key: PrimaryColumn('int'),
      rev: VersionColumn({ transformer: { to: (rev?: number) => rev, from: (rev: number) => -rev } }),
      rows: [{ key: 1 }, { key: 2 }],
      digest: false,
    }),
  };
}
