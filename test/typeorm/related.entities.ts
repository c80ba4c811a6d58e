import * as fc from 'fast-check';
import {
  ChildEntity,
  Column,
  DeleteDateColumn,
  Entity,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryGeneratedColumn,
  TableInheritance,
  VersionColumn,
  type RelationOptions,
} from 'typeorm';
import type { EntityEntry } from '../../src/typeorm/index.js';

export interface Part {
  id?: number;
  /** The graph that it was made for, wherever it is now. */
  origin: number;
  text: string;
  version?: number;
}

interface Label {
  id?: number;
  origin: number;
  name: string;
}

export interface Root {
  id: number;
  title: string;
  version: number;
  pages?: number;
  size?: { w: number; h: number | null };
  parts: Part[];
  labels: Label[];
}

type Versions = 'none' | 'counted' | 'own';

/** TypeORM has no inheritance by joined tables. */
export const BASES = ['none', 'abstract', 'single table', 'table per class'] as const;

/** What surrounds an entity: its base classes, and what a save of it writes as well. */
export interface GraphShape {
  readonly base: (typeof BASES)[number];
  readonly version: Exclude<Versions, 'none'>;
  readonly partVersion: Versions;
  readonly orphans: NonNullable<RelationOptions['orphanedRowAction']>;
  readonly cascade: NonNullable<RelationOptions['cascade']>;
  readonly embedded: boolean;
}

export const GRAPH_SHAPES: fc.Arbitrary<GraphShape> = fc.record({
  base: fc.constantFrom(...BASES),
  version: fc.constantFrom('counted', 'own'),
  partVersion: fc.constantFrom('none', 'counted', 'own'),
  orphans: fc.constantFrom('nullify', 'delete', 'soft-delete'),
  cascade: fc.constantFrom<GraphShape['cascade'][]>(
    true,
    ['insert', 'update'],
    ['insert', 'update', 'remove'],
  ),
  embedded: fc.boolean(),
});

/** What one writer does to a graph before it is saved. */
export interface GraphChange {
  readonly title?: string;
  readonly width?: number;
  readonly pages?: number;
  readonly add?: string;
  readonly edit?: string;
  readonly drop?: boolean;
  readonly label?: string;
  readonly rename?: string;
  readonly unlabel?: boolean;
}

const WORDS = fc.constantFrom('', 'a', 'Ä "x"');

export const GRAPH_CHANGES: fc.Arbitrary<GraphChange> = fc.record(
  {
    title: WORDS,
    width: fc.integer({ min: 0, max: 9 }),
    pages: fc.integer({ min: 0, max: 9 }),
    add: WORDS,
    edit: WORDS,
    drop: fc.constant(true),
    label: WORDS,
    rename: WORDS,
    unlabel: fc.constant(true),
  },
  { requiredKeys: [] },
);

class Size {
  @Column('int', { nullable: true })
  w!: number;

  @Column('int', { nullable: true })
  h!: number | null;
}

type Class<T> = new () => T;

export interface Graph {
  readonly root: Class<Root>;
  readonly part: Class<Part>;
  /** All classes that TypeORM is told of. */
  readonly classes: readonly Class<object>[];
  readonly entries: readonly EntityEntry[];
}

const nullable = { nullable: true } as const;

/** The classes of a graph, as a developer would have decorated them. */
export function graphOf(shape: GraphShape, at: number): Graph {
  const { base, version, partVersion, orphans, cascade, embedded } = shape;
  const names = {
    base: `Base${at}`,
    root: `Root${at}`,
    child: `Child${at}`,
    part: `Part${at}`,
    label: `Label${at}`,
  };
  const plain = <T>(name: string): Class<T> => ({ [name]: class {} })[name] as unknown as Class<T>;
  const extending = <T>(parent: Class<T>, name: string): Class<T> =>
    ({ [name]: class extends (parent as Class<object>) {} })[name] as unknown as Class<T>;

  const [part, label] = [plain<Part>(names.part), plain<Label>(names.label)];
  const parent = plain<Root>(names.base);
  const root = base === 'abstract' ? extending(parent, names.root) : plain<Root>(names.root);
  const own = base === 'abstract' ? parent : root;
  PrimaryGeneratedColumn()(own.prototype, 'id');
  versionOf(version, own);
  DeleteDateColumn({ precision: 3 })(own.prototype, 'deletedAt');
  Column('varchar', { length: 20 })(root.prototype, 'title');
  if (embedded) Column(() => Size)(root.prototype, 'size');
  const relation = { cascade };
  OneToMany(() => part, 'doc', relation)(root.prototype, 'parts');
  ManyToMany(() => label, relation)(root.prototype, 'labels');
  // A class that extends another has a table of its own for them, too.
  JoinTable(base === 'table per class' ? {} : { name: `graph_${at}_labels` })(root.prototype, 'labels');
  Entity(`graph_${at}`)(root);
  const child =
    base === 'single table' || base === 'table per class' ? extending(root, names.child) : undefined;
  if (child) {
    Column('int', nullable)(child.prototype, 'pages');
    if (base === 'table per class') Entity(`graph_${at}_child`)(child);
    else {
      TableInheritance({ column: { type: 'varchar', length: 20, name: 'kind' } })(root);
      ChildEntity()(child);
    }
  }

  PrimaryGeneratedColumn()(part.prototype, 'id');
  Column('int')(part.prototype, 'origin');
  Column('varchar', { length: 20 })(part.prototype, 'text');
  versionOf(partVersion, part);
  DeleteDateColumn({ precision: 3 })(part.prototype, 'deletedAt');
  const ofDoc = { ...nullable, onDelete: 'CASCADE', orphanedRowAction: orphans } as const;
  const whole = base === 'table per class' ? child! : root;
  ManyToOne(() => whole, 'parts', ofDoc)(part.prototype, 'doc');
  Entity(`graph_${at}_parts`)(part);

  PrimaryGeneratedColumn()(label.prototype, 'id');
  Column('int')(label.prototype, 'origin');
  Column('varchar', { length: 20 })(label.prototype, 'name');
  Entity(`graph_${at}_label`)(label);

  const roots = child ? [root, child] : [root];
  const versioned = partVersion === 'none' ? [] : [entryOf(part, partVersion)];
  return {
    root: child ?? root,
    part,
    classes: [...roots, part, label],
    entries: [...roots.map((each) => entryOf(each, version)), ...versioned],
  };
}

function versionOf(versions: Versions, { prototype }: Class<object>): void {
  if (versions === 'counted') VersionColumn()(prototype, 'version');
  if (versions === 'own') Column('int', nullable)(prototype, 'version');
}

function entryOf(entity: Class<object>, versions: Versions): EntityEntry {
  return versions === 'counted' ? entity : { entity, version: 'version' as never };
}

/** Makes a change to a graph that was loaded. */
export function change(root: Root, what: GraphChange, origin: number): Root {
  if (what.title !== undefined) root.title = what.title;
  if (what.width !== undefined && root.size) root.size.w = what.width;
  if (what.pages !== undefined && 'pages' in root) root.pages = what.pages;
  // The database gives them in any order.
  const byKey = <T extends { id?: number }>(list: T[]) => list.toSorted((one, other) => one.id! - other.id!);
  Object.assign(root, { parts: byKey(root.parts), labels: byKey(root.labels) });
  const [part, label] = [root.parts[0], root.labels[0]];
  if (part && what.edit !== undefined) part.text = what.edit;
  if (label && what.rename !== undefined) label.name = what.rename;
  if (what.drop) root.parts = root.parts.slice(0, -1);
  if (what.unlabel) root.labels = root.labels.slice(0, -1);
  if (what.add !== undefined) root.parts = [...root.parts, { origin, text: what.add }];
  if (what.label !== undefined) root.labels = [...root.labels, { origin, name: what.label }];
  return root;
}
