import { EmptyResultError, OptimisticLockError, type Model, type Transaction } from 'sequelize';
import type { Sequelize } from 'sequelize-typescript';
import type { CollectionRows } from '../options/collection.interface.js';
import { conflictOf } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow, Statements } from '../versioned/statements.interface.js';
import { primaryKeyIn } from '../versioned/versioned-key.js';
import { collectionRows } from './collection-rows.js';
import { currentTransaction } from './current-transaction.js';
import { conditionOf } from './row-condition.js';
import type { SequelizeCollectionQuery } from './sequelize-entity.interface.js';
import type { SequelizeModel } from './sequelize-model.js';

/** Null is outside of a transaction, where undefined would be one of `Sequelize.useCLS()`. */
type Current = Transaction | null;
type Scope = Transaction | undefined;

/** One statement for each write, and a second in the same transaction where that does not give the row as a read does. */
export class SequelizeStatements implements Statements<SequelizeModel, Transaction> {
  constructor(private readonly sequelize: Sequelize) {}

  find(
    model: SequelizeModel,
    key: EntityKey,
    as: 'validators' | 'all',
    scope: Scope,
  ): Promise<object | null> {
    const { key: members, version, lastModified = version } = model.description;
    const attributes = { attributes: [...members, version, lastModified] };
    return model.table.findOne({
      where: conditionOf(model, key),
      ...(as === 'validators' && attributes),
      ...reading(model, this.in(scope)),
    });
  }

  update(model: SequelizeModel, row: MeantRow, changes: object, scope: Scope): Promise<object | null> {
    return this.together(model, scope, async (transaction) => {
      const { table, next, description } = model;
      const values = { ...changes, [description.version]: next };
      const options = { where: conditionOf(model, row.key, row.versions), transaction };
      if (model.returns) return (await table.update(values, { ...options, returning: true }))[1][0] ?? null;
      const [affected] = await table.update(values, options);
      return affected > 0 ? this.written(model, row.key, transaction) : null;
    });
  }

  /** `destroy()`: rows of a paranoid model are marked. */
  async delete(model: SequelizeModel, { key, versions }: MeantRow, scope: Scope): Promise<boolean> {
    const where = conditionOf(model, key, versions);
    return (await model.table.destroy({ where, transaction: this.in(scope) })) > 0;
  }

  insert(model: SequelizeModel, values: object, scope: Scope): Promise<object | null> {
    return this.together(model, scope, async (transaction) => {
      const { table, isPostgres: ignoreDuplicates, returns } = model;
      // An error would end the caller's transaction on PostgreSQL.
      const create = table.create({ ...values }, { ignoreDuplicates, transaction });
      const row = await create.catch((error: unknown) => nullIfExists(error, model));
      return !row || returns ? row : this.written(model, row as EntityKey & Model, transaction);
    });
  }

  /** Sequelize's own `save()`, which compares the version that was loaded. */
  async save(model: SequelizeModel, row: Model, scope: Scope): Promise<object | null> {
    const { version } = model.description;
    const key = primaryKeyIn(row, model.description);
    if (row.isNewRecord) return null;
    // It writes nothing where nothing has changed.
    if (!row.changed()) return this.update(model, { key, versions: [row.get(version)] }, {}, scope);
    try {
      return await this.inTransaction(scope, async (transaction) => {
        await row.save({ transaction });
        return this.written(model, key, transaction);
      });
    } catch (error) {
      if (error instanceof OptimisticLockError && error.modelName === model.table.name) return null;
      throw error;
    }
  }

  collection(
    model: SequelizeModel,
    query: SequelizeCollectionQuery | undefined,
    withTotal: boolean,
    scope: Scope,
    restricted: object | undefined,
  ): Promise<CollectionRows | undefined> {
    const where = restricted && conditionOf(model, restricted as EntityKey);
    return collectionRows(model, query, withTotal, where, { transaction: this.in(scope) });
  }

  /** The row as a read gives it, whether or not the default scope still has it. */
  private written(
    { table, ...model }: SequelizeModel,
    row: EntityKey,
    transaction: Current,
  ): Promise<Model | null> {
    const { attributes, include } = table.options.defaultScope!;
    return table.unscoped().findOne({
      where: conditionOf(model, primaryKeyIn(row, model.description)),
      ...(attributes && { attributes }),
      ...(include && { include }),
      ...reading(model, transaction),
    });
  }

  private in(scope: Scope): Current {
    return scope ?? currentTransaction(this.sequelize) ?? null;
  }

  private together<T>(
    { returns }: SequelizeModel,
    scope: Scope,
    run: (transaction: Current) => Promise<T>,
  ): Promise<T> {
    return returns ? run(this.in(scope)) : this.inTransaction(scope, run);
  }

  private inTransaction<T>(scope: Scope, run: (transaction: Current) => Promise<T>): Promise<T> {
    const transaction = this.in(scope);
    return transaction ? run(transaction) : this.sequelize.transaction(run);
  }
}

/** Replicas lag behind. Without a lock, MySQL shows a transaction the row as it was when the transaction began. */
function reading({ isPostgres }: Pick<SequelizeModel, 'isPostgres'>, transaction: Current): object {
  const lock = transaction && !isPostgres ? { lock: transaction.LOCK.UPDATE } : {};
  return { useMaster: true, transaction, ...lock };
}

function nullIfExists(error: unknown, { isPostgres }: SequelizeModel): null {
  // With ON CONFLICT DO NOTHING there is no row to return.
  if (isPostgres ? error instanceof EmptyResultError : conflictOf(error) === 'exists') return null;
  throw error;
}
