import {
  AfterLoad,
  BeforeInsert,
  ChildEntity,
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  Unique,
  UpdateDateColumn,
  VersionColumn,
  type Relation,
} from 'typeorm';

/** A key of two columns, and columns whose names are not those of the properties. */
@Entity('order_lines')
export class OrderLine {
  @PrimaryColumn({ type: 'int', name: 'order_no' })
  order!: number;

  @PrimaryColumn({ type: 'varchar', length: 20, name: 'line_key' })
  line!: string;

  @Column({ type: 'int', name: 'qty' })
  quantity!: number;

  @VersionColumn({ name: 'lock_version' })
  revision!: number;

  @UpdateDateColumn({ name: 'changed_at', precision: 6 })
  changedAt!: Date;
}

@Entity('notes')
@Unique(['title'])
export class Note {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('varchar', { length: 100 })
  title!: string;

  @VersionColumn()
  version!: number;

  @UpdateDateColumn({ precision: 6 })
  updatedAt!: Date;
}

class Size {
  @Column('int')
  width!: number;

  @Column('int', { nullable: true })
  height!: number | null;
}

@Entity('authors')
export class Author {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 100 })
  name!: string;

  @OneToMany(() => Picture, (picture) => picture.author)
  pictures!: Relation<Picture>[];
}

/** Columns of most kinds. */
@Entity('pictures')
export class Picture {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('decimal', {
    precision: 12,
    scale: 2,
    transformer: { to: (value?: number) => value, from: (text: string) => Number(text) },
  })
  price!: number;

  @Column('boolean', { default: false })
  framed!: boolean;

  @Column('date', { nullable: true })
  painted!: string | null;

  @Column('json')
  colours!: unknown;

  @Column('simple-array')
  tags!: string[];

  @Column({ type: 'enum', enum: ['oil', 'ink'], default: 'oil' })
  medium!: 'oil' | 'ink';

  @Column(() => Size)
  size!: Size;

  @Column('varchar', { length: 20, select: false, nullable: true })
  secret?: string | null;

  @Column({ type: 'varchar', length: 20, update: false, default: 'nobody' })
  createdBy!: string;

  @ManyToOne(() => Author, (author) => author.pictures, { nullable: true })
  author?: Relation<Author> | null;

  @CreateDateColumn({ precision: 6 })
  createdAt!: Date;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @VersionColumn()
  version!: number;

  label!: string;
  hash?: string;

  @AfterLoad()
  makeLabel(): void {
    this.label = `${this.medium} ${this.size.width}`;
  }

  @BeforeInsert()
  sign(): void {
    this.secret ??= 'signed';
  }
}

/** What is read with it comes from another table. */
@Entity('frames')
export class Frame {
  @PrimaryColumn('varchar', { length: 20 })
  code!: string;

  @Column('varchar', { length: 20 })
  wood!: string;

  @ManyToOne(() => Author, { eager: true, nullable: true })
  maker!: Relation<Author> | null;

  @VersionColumn()
  version!: number;
}

@Entity('vehicles')
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
export class Vehicle {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @VersionColumn()
  version!: number;
}

@ChildEntity()
export class Car extends Vehicle {
  @Column('int')
  doors!: number;
}

/** Its version and date are plain columns. */
@Entity('pages')
export class Page {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 100 })
  text!: string;

  @Column('uuid', { nullable: true })
  etag!: string | null;

  @Column('bigint', {
    transformer: { to: (date?: Date) => date?.getTime(), from: (ms: string) => new Date(Number(ms)) },
  })
  touched!: Date;
}

const PREFIXED = {
  to: (id?: string) => (id?.startsWith('item-') ? id.slice(5) : id),
  from: (stored: number) => `item-${stored}`,
};

const WRAPPED = {
  to: (day?: { iso: string }) => (typeof day === 'string' ? fail() : day?.iso),
  from: (iso: string) => ({ iso }),
};

function fail(): never {
  throw new Error('not a day');
}

/** A key of columns of many kinds. */
@Entity('kinds')
export class Kinds {
  @PrimaryColumn({ type: 'decimal', precision: 10, scale: 2 })
  decimal!: string;

  @PrimaryColumn('date')
  date!: string;

  @PrimaryColumn({ type: Date, precision: 3 })
  moment!: Date;

  @PrimaryColumn('boolean')
  flag!: boolean;

  @PrimaryColumn({ type: 'enum', enum: ['oil', 'ink'] })
  medium!: string;

  @PrimaryColumn()
  plain!: number;

  @PrimaryColumn('smallint')
  small!: number;

  @PrimaryColumn({ type: 'int', transformer: PREFIXED })
  prefixed!: string;

  @PrimaryColumn({ type: 'date', transformer: WRAPPED })
  wrapped!: { iso: string };

  @VersionColumn()
  version!: number;
}

export const ENTITIES = [Kinds, OrderLine, Note, Author, Picture, Frame, Vehicle, Car, Page];
