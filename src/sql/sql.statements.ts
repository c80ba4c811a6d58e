import type { CollectionRows } from '../options/collection.interface.js';
import { nullIfExists } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow, Statements } from '../versioned/statements.interface.js';
import type { SqlCollectionQuery } from './sql-entity.js';
import { collectionRows } from './sql-collection.js';
import type { SqlExecutor, SqlResult } from './sql-executor.interface.js';
import type { SqlModel } from './sql-model.js';
import { SqlText } from './sql-text.js';

type Row = Record<string, unknown>;

/** One statement for each write, and on MySQL a second, in the same transaction, that reads what was written. */
export class SqlStatements<Scope> implements Statements<SqlModel, Scope> {
  constructor(private readonly executor: SqlExecutor<Scope>) {}

  async find(
    model: SqlModel,
    key: EntityKey,
    as: 'validators' | 'all',
    scope: Scope | undefined,
  ): Promise<object | null> {
    const { key: members, version, lastModified = version } = model.description;
    const sql = this.textFor(model);
    const columns = as === 'all' ? model.columns : new Set([...members, version, lastModified]);
    // Without a lock, MySQL shows a transaction the row as it was when the transaction began.
    const lock = scope !== undefined && this.executor.dialect === 'mysql' ? ' FOR UPDATE' : '';
    const where = sql.where({ key, versions: undefined });
    const { rows } = await this.run(
      sql,
      `SELECT ${sql.selected(columns)} FROM ${sql.table} WHERE ${where}${lock}`,
      scope,
    );
    return entityIn(rows, model);
  }

  update(model: SqlModel, row: MeantRow, changes: object, scope: Scope | undefined): Promise<object | null> {
    return this.together(scope, async (within) => {
      const sql = this.textFor(model);
      const text = `UPDATE ${sql.table} SET ${sql.assignments(changes)} WHERE ${sql.where(row)}`;
      if (this.returns) return entityIn((await this.returning(sql, text, within)).rows, model);
      const { affected } = await this.run(sql, text, within);
      if (!affected) return null;
      // What the key says of other columns may be what was changed.
      const members = model.description.key.map((name) => [name, row.key[name]]);
      return this.find(model, Object.fromEntries(members), 'all', within);
    });
  }

  async delete(model: SqlModel, row: MeantRow, scope: Scope | undefined): Promise<boolean> {
    const sql = this.textFor(model);
    const text = `DELETE FROM ${sql.table} WHERE ${sql.where(row)}`;
    if (!this.returns) return Boolean((await this.run(sql, text, scope)).affected);
    const { rows } = await this.run(sql, `${text} RETURNING ${sql.selected(model.description.key)}`, scope);
    return rows.length > 0;
  }

  insert(model: SqlModel, values: object, scope: Scope | undefined): Promise<object | null> {
    return this.together(scope, async (within) => {
      const sql = this.textFor(model);
      const given = Object.entries(inserted(model, values));
      const columns = given.map(([name]) => sql.column(name)).join(', ');
      const list = given.map(([, value]) => sql.value(value)).join(', ');
      const text = `INSERT INTO ${sql.table} (${columns}) VALUES (${list})`;
      // An error would end the caller's transaction on PostgreSQL.
      if (this.returns) {
        const { rows } = await this.returning(sql, `${text} ON CONFLICT DO NOTHING`, within);
        return entityIn(rows, model);
      }
      const result = await this.run(sql, text, within).catch(nullIfExists);
      return result && this.find(model, keyOfNew(model, values, result), 'all', within);
    });
  }

  collection(
    model: SqlModel,
    query: SqlCollectionQuery | undefined,
    withTotal: boolean,
    scope: Scope | undefined,
    where: object | undefined,
  ): Promise<CollectionRows> {
    const sql = this.textFor(model);
    return collectionRows(sql, { ...query, where: { ...query?.where, ...where } }, withTotal, (text) =>
      this.run(sql, text, scope),
    );
  }

  private get returns(): boolean {
    return this.executor.dialect !== 'mysql';
  }

  private textFor(model: SqlModel): SqlText {
    return new SqlText(model, this.executor);
  }

  private run({ values }: SqlText, text: string, scope: Scope | undefined): Promise<SqlResult> {
    return this.executor.execute(text, values, scope);
  }

  private returning(sql: SqlText, text: string, scope: Scope | undefined): Promise<SqlResult> {
    return this.run(sql, `${text} RETURNING ${sql.selected()}`, scope);
  }

  /** In one transaction, where a write and a look at its row are two statements. */
  private together<T>(scope: Scope | undefined, run: (scope: Scope | undefined) => Promise<T>): Promise<T> {
    const { transaction } = this.executor;
    if (this.returns || scope !== undefined || !transaction) return run(scope);
    return transaction.call(this.executor, run) as Promise<T>;
  }
}

/** Drivers of SQLite give times as the text that was written. */
function entityIn([row]: readonly object[], { description: { lastModified } }: SqlModel): object | null {
  if (!row) return null;
  const date = lastModified && (row as Row)[lastModified];
  return typeof date === 'string' ? { ...row, [lastModified!]: new Date(date) } : row;
}

/** The database gives a row its `xmin`. */
function inserted({ description, isXmin }: SqlModel, values: object): object {
  const { version, lastModified } = description;
  const row: Row = { ...values };
  if (isXmin) delete row[version];
  if (lastModified) row[lastModified] ??= new Date();
  return row;
}

function keyOfNew({ description: { key } }: SqlModel, values: object, { insertId }: SqlResult): EntityKey {
  return Object.fromEntries(key.map((name) => [name, (values as Row)[name] ?? insertId]));
}
