import { Injectable, Module, type Type } from '@nestjs/common';
import { EntityAdapters, VersionedRepository, type EntityAdapter, type EntityKey } from 'nestjs-etag';

export interface Row {
  readonly id: string;
  readonly version: number;
}

/** Rows of one entity in memory, behind the interface of an ORM. */
export class MapAdapter<T extends Row> implements EntityAdapter<never> {
  readonly source = 'default';
  readonly rows = new Map<string, T>();
  /** The keys that were looked up, in order. */
  readonly asked: string[] = [];
  private readonly description = { version: 'version', key: ['id'], lastModified: undefined };

  constructor(private readonly entity: Type<T>) {}

  get repository(): VersionedRepository<T, never> {
    return new VersionedRepository<T, never>(this.entity, this, this.description);
  }

  put(values: T): void {
    this.rows.set(values.id, Object.assign(new this.entity(), values));
  }

  describe(entity: Type): typeof this.description | undefined {
    return entity === this.entity ? this.description : undefined;
  }

  keyFrom(_: Type, { id }: Readonly<Record<string, string>>): EntityKey | undefined {
    return id ? { id } : undefined;
  }

  async find(_: Type, { id }: EntityKey): Promise<object | null> {
    this.asked.push(String(id));
    const row = this.rows.get(String(id));
    return row ? Object.assign(new this.entity(), row) : null;
  }

  async update(
    entity: Type,
    key: EntityKey,
    changes: object,
    versions?: readonly string[],
  ): Promise<object | null> {
    const row = this.matching(key, versions);
    if (!row) return null;
    this.put({ ...row, ...changes, id: row.id, version: row.version + 1 });
    return this.find(entity, key);
  }

  async delete(_: Type, key: EntityKey, versions?: readonly string[]): Promise<boolean> {
    const row = this.matching(key, versions);
    return row ? this.rows.delete(row.id) : false;
  }

  async insert(_: Type, values: object): Promise<object | null> {
    const row = { ...values, version: 1 } as T;
    if (this.rows.has(row.id)) return null;
    this.put(row);
    return row;
  }

  conflictOf(): undefined {}

  private matching({ id }: EntityKey, versions?: readonly string[]): T | undefined {
    const row = this.rows.get(String(id));
    return row && (versions?.includes(String(row.version)) ?? true) ? row : undefined;
  }
}

/** A module that makes adapters known, as that of an ORM does. */
export function adapterModule(...adapters: readonly EntityAdapter<never>[]): Type {
  @Injectable()
  class Registration {
    constructor(known: EntityAdapters) {
      for (const adapter of adapters) known.register(adapter);
    }
  }
  Reflect.defineMetadata('design:paramtypes', [EntityAdapters], Registration);
  @Module({ providers: [Registration] })
  class AdapterModule {}
  return AdapterModule;
}
