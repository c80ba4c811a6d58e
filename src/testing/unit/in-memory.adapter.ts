import type { Type } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { textOf } from '../../tags/text-of.js';
import type {
  EntityAdapter,
  EntityDescription,
  EntityKey,
} from '../../versioned/entity-adapter.interface.js';

type Row = Readonly<Record<string, unknown>>;

/** Entities of one class in memory, behind the interface of an ORM. Whoever reads one gets a copy, as from a database. */
export class InMemoryAdapter<T extends object> implements EntityAdapter<never> {
  readonly source = 'default';
  readonly restrictsKeys = true;
  private rows: Row[] = [];

  constructor(
    private readonly entity: Type<T>,
    private readonly description: EntityDescription,
  ) {}

  get entities(): T[] {
    return this.rows.map((row) => this.copyOf(row));
  }

  describe(entity: Type): EntityDescription | undefined {
    return entity === this.entity ? this.description : undefined;
  }

  keyFrom(_: Type, params: Readonly<Record<string, string>>): EntityKey {
    return Object.fromEntries(this.description.key.map((name) => [name, params[name]]));
  }

  async find(_: Type, key: EntityKey): Promise<T | null> {
    const row = this.rowOf(key);
    return row ? this.copyOf(row) : null;
  }

  async update(_: Type, key: EntityKey, changes: object, versions?: readonly string[]): Promise<T | null> {
    const row = this.rowOf(key, versions);
    if (!row) return null;
    const { version, key: members } = this.description;
    const kept = Object.fromEntries([...members, version].map((name) => [name, row[name]]));
    const written = { ...row, ...changes, ...kept, [version]: versionAfter(row[version]) };
    this.rows = this.rows.map((each) => (each === row ? written : each));
    return this.copyOf(written);
  }

  async delete(_: Type, key: EntityKey, versions?: readonly string[]): Promise<boolean> {
    const row = this.rowOf(key, versions);
    this.rows = this.rows.filter((each) => each !== row);
    return row !== undefined;
  }

  /** What is inserted without a version has version 1. */
  async insert(_: Type, values: object): Promise<T | null> {
    const { version, key } = this.description;
    const given = values as Row;
    // An instance of a class may have the property, without a value.
    const row: Row = { ...given, [version]: given[version] ?? 1 };
    if (this.rowOf(Object.fromEntries(key.map((name) => [name, row[name]])))) return null;
    this.rows.push(row);
    return this.copyOf(row);
  }

  conflictOf(): undefined {}

  private rowOf(key: EntityKey, versions?: readonly string[]): Row | undefined {
    return this.rows.find(
      (row) =>
        Object.entries(key).every(([name, value]) => textOf(row[name]) === textOf(value)) &&
        (versions?.includes(textOf(row[this.description.version]) ?? '') ?? true),
    );
  }

  private copyOf(row: Row): T {
    return Object.assign(Object.create(this.entity.prototype as object) as T, structuredClone(row));
  }
}

/** Another version, of the same kind. */
function versionAfter(version: unknown): unknown {
  if (typeof version === 'number') return version + 1;
  if (typeof version === 'bigint') return version + 1n;
  // Two changes within one millisecond are two versions.
  if (version instanceof Date) return new Date(Math.max(Date.now(), version.getTime() + 1));
  return randomUUID();
}
