import type { Type } from '@nestjs/common';
import type { EntityAdapter, EntityDescription, EntityKey } from 'nestjs-etag';
import type { Row } from './row.js';

export class MapAdapter implements EntityAdapter<never> {
  readonly source = 'default';

  constructor(
    private readonly entity: Type<Row>,
    private readonly rows: Map<string, Row>,
  ) {}

  describe(entity: Type): EntityDescription | undefined {
    return entity === this.entity ? DESCRIPTION : undefined;
  }

  keyFrom(_: Type, { id }: Readonly<Record<string, string>>): EntityKey | undefined {
    return id ? { id } : undefined; // undefined: no row could have this key
  }

  async find(_: Type, { id }: EntityKey): Promise<object | null> {
    return this.rows.get(id as string) ?? null;
  }

  async update(
    _: Type,
    { id }: EntityKey,
    changes: object,
    versions?: readonly string[],
  ): Promise<object | null> {
    const row = this.matching(id, versions); // With a database, this and the next line are one statement.
    if (!row) return null;
    const written = this.row({ ...row, ...changes, id: row.id, version: row.version + 1 });
    this.rows.set(row.id, written);
    return written;
  }

  async delete(_: Type, { id }: EntityKey, versions?: readonly string[]): Promise<boolean> {
    const row = this.matching(id, versions);
    return row ? this.rows.delete(row.id) : false;
  }

  async insert(_: Type, values: object): Promise<object | null> {
    const row = this.row({ ...(values as Row), version: 1 });
    if (this.rows.has(row.id)) return null;
    this.rows.set(row.id, row);
    return row;
  }

  conflictOf(): undefined {} // this library reports none

  /** A version is the text of its tag. A text that is none matches nothing; undefined matches anything. */
  private matching(id: unknown, versions?: readonly string[]): Row | undefined {
    const row = this.rows.get(id as string);
    return row && (versions?.includes(String(row.version)) ?? true) ? row : undefined;
  }

  /** A body has what it likes; a row has its columns. */
  private row({ id, version, text }: Row): Row {
    return Object.assign(new this.entity(), { id, version, text });
  }
}

export const DESCRIPTION: EntityDescription = { version: 'version', key: ['id'], lastModified: undefined };
