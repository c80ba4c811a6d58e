import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { CollectionRows } from '../options/collection.interface.js';
import { explained } from '../util/explained.js';
import { clientOf } from '../versioned/client-source.js';
import { nullIfExists } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { randomVersion } from '../versioned/start-version.js';
import type { MeantRow, Statements } from '../versioned/statements.interface.js';
import type { DrizzleClient } from './drizzle-client.interface.js';
import { asHeld } from './drizzle-columns.js';
import type { DrizzleCollectionQuery } from './drizzle-entity.interface.js';
import type { DrizzleModel } from './drizzle-model.js';

type Row = Record<string, unknown>;
type Client = DrizzleClient;

/** No database says how many rows "all" are. */
const ALL = Number.MAX_SAFE_INTEGER;

/** One statement for each write, and on MySQL a second, in the same transaction, that reads what was written. */
export class DrizzleStatements implements Statements<DrizzleModel, Client> {
  constructor(private readonly client: Client | (() => Client)) {}

  async find(
    model: DrizzleModel,
    key: EntityKey,
    as: 'validators' | 'all',
    scope: Client | undefined,
  ): Promise<object | null> {
    const { key: members, version, lastModified = version } = model.description;
    const fields = as === 'all' ? undefined : fieldsOf(model, [...members, version, lastModified]);
    const query = this.in(scope).select(fields).from(model.table).where(conditionOf(model, key));
    // Without a lock, MySQL shows a transaction the row as it was when the transaction began.
    const [row] = (await (scope && !model.returns ? query.for('update') : query)) as object[];
    return row ?? null;
  }

  update(
    model: DrizzleModel,
    row: MeantRow,
    changes: object,
    scope: Client | undefined,
  ): Promise<object | null> {
    return this.together(model, scope, async (client) => {
      const query = client
        .update(model.table)
        .set(written(model, changes))
        .where(conditionOf(model, row.key, row.versions));
      if (model.returns) return ((await query.returning()) as object[])[0] ?? null;
      return affected(await query) > 0 ? this.find(model, primaryKey(model, row.key), 'all', client) : null;
    });
  }

  async delete(
    model: DrizzleModel,
    { key, versions }: MeantRow,
    scope: Client | undefined,
  ): Promise<boolean> {
    const query = this.in(scope)
      .delete(model.table)
      .where(conditionOf(model, key, versions));
    if (!model.returns) return affected(await query) > 0;
    return ((await query.returning(fieldsOf(model, model.description.key))) as object[]).length > 0;
  }

  insert(model: DrizzleModel, values: object, scope: Client | undefined): Promise<object | null> {
    return this.together(model, scope, async (client) => {
      const row = created(model, values);
      const query = client.insert(model.table).values(row);
      // An error would end the caller's transaction on PostgreSQL.
      if (model.returns) return ((await query.onConflictDoNothing().returning()) as object[])[0] ?? null;
      const result: object | null = await query.then((made) => made as object, nullIfExists);
      const [id] = model.description.key;
      return (
        result && this.find(model, primaryKey(model, { [id!]: insertIdOf(result), ...row }), 'all', client)
      );
    });
  }

  async collection(
    model: DrizzleModel,
    { where, orderBy, limit, offset = 0 }: DrizzleCollectionQuery = {},
    withTotal: boolean,
    scope: Client | undefined,
    restricted: object | undefined,
  ): Promise<CollectionRows | undefined> {
    const { key, version } = model.description;
    const fields = {
      ...fieldsOf(model, [...key, version]),
      ...(withTotal && { etagTotal: sql`count(*) over ()` }),
    };
    const condition = and(where, ...valuesOf(model, known(model, restricted)));
    const all = this.in(scope).select(fields).from(model.table);
    const query = (condition ? all.where(condition) : all).orderBy(
      ...(orderBy ?? key.map((name) => asc(model.column[name]!))),
    );
    // MySQL and SQLite take no OFFSET without a LIMIT.
    const rows = limit ?? (offset > 0 ? ALL : undefined);
    const page = rows === undefined ? query : query.limit(rows);
    const pairs = (await (offset === 0 ? page : page.offset(offset))) as Row[];
    // A page behind the last one does not say how many rows there are.
    if (withTotal && pairs.length === 0 && (offset > 0 || limit === 0)) return undefined;
    return {
      pairs,
      count: pairs.length,
      total: withTotal ? Number(pairs[0]?.['etagTotal'] ?? 0) : undefined,
    };
  }

  private in(scope: Client | undefined): Client {
    return scope ?? clientOf(this.client);
  }

  /** In one transaction, where a write and a look at its row are two statements. */
  private together<T>(
    { returns }: DrizzleModel,
    scope: Client | undefined,
    run: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = this.in(scope);
    return returns || scope ? run(client) : client.transaction(run);
  }
}

/** It is never empty, since a key is not: Drizzle takes no condition for every row. */
function conditionOf(model: DrizzleModel, key: EntityKey, versions?: readonly unknown[]): SQL {
  return and(...valuesOf(model, key), versions && hasVersion(model, versions))!;
}

function hasVersion(
  { column, description, version, returns }: DrizzleModel,
  versions: readonly unknown[],
): SQL {
  const counted = column[description.version]!;
  if (returns || version.kind !== 'text')
    return inArray(
      counted,
      versions.map((each) => asHeld(counted, each)),
    );
  // A collation of MySQL may take "a", "A" and "a " for one text, but they are three tags.
  return inArray(
    sql`cast(convert(${counted} using utf8mb4) as binary)`,
    versions.map((each) => sql`cast(${each} as binary)`),
  );
}

function valuesOf(model: DrizzleModel, row: object): SQL[] {
  return Object.entries(row).map(([name, value]) => isValue(model, name, value));
}

/** @throws Error where the rows of a list are restricted by what is no column */
function known({ entity, columns }: DrizzleModel, restricted: object = {}): object {
  const unknown = Object.keys(restricted).find((name) => !columns.has(name));
  if (unknown === undefined) return restricted;
  throw new Error(
    explained('key-members', `${entity.name} has no column "${unknown}" that a list could be asked for by.`),
  );
}

function isValue({ column }: DrizzleModel, name: string, value: unknown): SQL {
  return value === null ? isNull(column[name]!) : eq(column[name]!, asHeld(column[name]!, value));
}

function fieldsOf({ column }: DrizzleModel, properties: readonly string[]): object {
  return Object.fromEntries(properties.map((name) => [name, column[name]!]));
}

/** What an UPDATE sets. The version's column stands with its table, since an upsert has two of them. */
function written({ column, version, description, stamped }: DrizzleModel, changes: object): object {
  const counted = column[description.version]!;
  const next = version.kind === 'integer' ? sql`coalesce(${counted}, 0) + 1` : randomVersion(version);
  return { ...changes, ...(stamped && { [stamped]: new Date() }), [description.version]: next };
}

function created({ column, description, stamped }: DrizzleModel, values: object): Row {
  const row: Row = { ...values };
  const { version } = description;
  row[version] = asHeld(column[version]!, row[version]);
  if (stamped && !column[stamped]!.hasDefault) row[stamped] ??= new Date();
  return row;
}

function primaryKey({ description }: DrizzleModel, values: EntityKey): EntityKey {
  return Object.fromEntries(description.key.map((name) => [name, values[name]]));
}

/** What mysql2 says of a write. */
function affected(result: unknown): number {
  return (result as readonly [{ readonly affectedRows: number }])[0].affectedRows;
}

function insertIdOf(result: unknown): unknown {
  return (result as readonly [{ readonly insertId: unknown }])[0].insertId;
}
