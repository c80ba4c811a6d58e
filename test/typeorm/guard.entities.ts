import {
  ChildEntity,
  Column,
  DeleteDateColumn,
  Entity,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  TableInheritance,
  Unique,
  VersionColumn,
  type Relation,
} from 'typeorm';

/** A table for each class. */
@Entity('contents')
export class Content {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  title!: string;

  @VersionColumn()
  version!: number;
}

@Entity('stories')
export class Story extends Content {
  @Column('int', { default: 0 })
  words!: number;
}

/** One table for two classes, with a version that TypeORM does not count. */
@Entity('animals')
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
export class Animal {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @Column('int', { nullable: true })
  rev!: number | null;
}

@ChildEntity()
export class Dog extends Animal {
  @Column('int', { default: 0 })
  tricks!: number;
}

/** Its version column was added when there were rows already. */
@Entity('old_things')
export class OldThing {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @VersionColumn({ nullable: true })
  version!: number | null;
}

@Entity('parents')
export class Parent {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20, default: '' })
  name!: string;

  @VersionColumn()
  version!: number;

  @OneToMany(() => Kid, (kid) => kid.parent)
  kids!: Relation<Kid>[];

  @OneToMany(() => MarkedKid, (kid) => kid.parent)
  marked!: Relation<MarkedKid>[];

  @OneToMany(() => CountedKid, (kid) => kid.parent, { cascade: true })
  counted!: Relation<CountedKid>[];
}

@Entity('kids')
export class Kid {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int', { nullable: true })
  rev!: number | null;

  @ManyToOne(() => Parent, (parent) => parent.kids, { nullable: true })
  parent!: Relation<Parent> | null;
}

@Entity('marked_kids')
export class MarkedKid {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int', { nullable: true })
  rev!: number | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @ManyToOne(() => Parent, (parent) => parent.marked, { nullable: true, orphanedRowAction: 'soft-delete' })
  parent!: Relation<Parent> | null;
}

@Entity('counted_kids')
export class CountedKid {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20, default: '' })
  name!: string;

  @VersionColumn()
  version!: number;

  @ManyToOne(() => Parent, (parent) => parent.counted, { nullable: true })
  parent!: Relation<Parent> | null;
}

@Entity('names')
@Unique(['name'])
export class Name {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @Column('uuid', { nullable: true })
  rev!: string | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;
}

export const GUARDED = [Content, Story, Animal, Dog, OldThing, Parent, Kid, MarkedKid, CountedKid, Name];
