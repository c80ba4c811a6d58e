import { LockMode, raw, type EntityManager, type MikroORM } from '@mikro-orm/core';
import type { CollectionRows } from '../options/collection.interface.js';
import { nullIfExists } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow, Statements } from '../versioned/statements.interface.js';
import { primaryKeyIn } from '../versioned/versioned-key.js';
import { collectionRows } from './collection-rows.js';
import type { MikroOrmCollectionQuery } from './mikro-orm-entity.interface.js';
import type { MikroOrmModel } from './mikro-orm-model.js';
import { builderOf, type Row } from './query-builder.js';
import { conditionOf } from './row-condition.js';

type Scope = EntityManager | undefined;

/** Where the row is, whatever a cache or a replica says. */
const AS_IT_IS = { connectionType: 'write', cache: false } as const;

/**
 * One statement for each write, never a flush, which compares the versions of several rows before it writes them. A
 * second one in the same transaction reads the row where that does not give it as a read does.
 */
export class MikroOrmStatements implements Statements<MikroOrmModel, EntityManager> {
  constructor(private readonly orm: MikroORM) {}

  /** Past the identity map, and no changes are flushed before. */
  find(model: MikroOrmModel, key: EntityKey, as: 'validators' | 'all', scope: Scope): Promise<object | null> {
    const em = this.in(scope);
    const { key: members, version, lastModified = version } = model.description;
    // Without a lock, MySQL shows a transaction the row as it was when the transaction began.
    const isLocked = em.isInTransaction() && !model.returns;
    return em.findOne(model.entity, conditionOf(model, key), {
      ...AS_IT_IS,
      disableIdentityMap: true,
      ...(isLocked && { lockMode: LockMode.PESSIMISTIC_WRITE }),
      ...(as === 'validators' && { fields: [...members, version, lastModified] as never[] }),
    });
  }

  async update(
    model: MikroOrmModel,
    { key, versions }: MeantRow,
    changes: object,
    scope: Scope,
  ): Promise<object | null> {
    const { entity, description, updated, returns, isWhole } = model;
    const em = this.in(scope);
    const stamps = updated.map(({ name, onUpdate }) => [name, onUpdate!({}, em)]);
    const next = { ...Object.fromEntries(stamps), [description.version]: raw(model.next) };
    const values = { ...changes, ...next };
    const where = conditionOf(model, key, versions);
    if (!returns || !isWhole)
      return entityOf(
        model,
        em,
        await together(em, async (own) => {
          const affected = await own.nativeUpdate(entity, where, values);
          return affected > 0 ? rowOf(model, key, own) : null;
        }),
      );
    const builder = builderOf(em, model).update(values).where(where).returning('*');
    await builder.applyFilters();
    return entityOf(model, em, await builder.execute('get', false));
  }

  async delete(model: MikroOrmModel, { key, versions }: MeantRow, scope: Scope): Promise<boolean> {
    const em = this.in(scope);
    const affected = await em.nativeDelete(model.entity, conditionOf(model, key, versions));
    if (affected > 0) forget(em, model, key);
    return affected > 0;
  }

  async insert(model: MikroOrmModel, values: object, scope: Scope): Promise<object | null> {
    const em = this.in(scope);
    const row: Record<string, unknown> = { ...values };
    for (const { name, onCreate } of model.created) row[name] ??= onCreate!(row, em);
    if (model.returns && model.isWhole) return entityOf(model, em, await insertNew(model, row, em));
    return entityOf(
      model,
      em,
      await together(em, async (own) => {
        const key = model.returns ? await insertNew(model, row, own) : await insertOrFail(model, row, own);
        return key && rowOf(model, model.returns ? own.map(model.entity, key) : key, own);
      }),
    );
  }

  collection(
    model: MikroOrmModel,
    query: MikroOrmCollectionQuery | undefined,
    withTotal: boolean,
    scope: Scope,
    restricted: object | undefined,
  ): Promise<CollectionRows | undefined> {
    const em = this.in(scope).fork({ keepTransactionContext: true });
    return collectionRows(
      em,
      model,
      query,
      withTotal,
      restricted && conditionOf(model, restricted as EntityKey),
    );
  }

  /** The one of the request or of its transaction. Outside of both, one for this statement. */
  private in(scope: Scope): EntityManager {
    const em = (scope ?? this.orm.em).getContext(false);
    const isGlobal = em === this.orm.em && !this.orm.config.get('allowGlobalContext');
    return isGlobal ? em.fork() : em;
  }
}

/** An error would end the caller's transaction. */
function insertNew(model: MikroOrmModel, row: object, em: EntityManager): Promise<Row | undefined | null> {
  return builderOf(em, model).insert(row).onConflict().ignore().returning('*').execute('get', false);
}

/** The row with its key, which the database may have counted up. MySQL has no other way to say why there is none. */
async function insertOrFail(model: MikroOrmModel, row: object, em: EntityManager): Promise<Row | null> {
  const id: unknown = await em.insert(model.entity, row).catch(nullIfExists);
  const [member] = model.description.key;
  return id === null ? null : { [member!]: id, ...row };
}

/**
 * In the transaction there is, or in one of its own. `em.transactional()` is none: it would flush what the application
 * has changed in its entities.
 */
function together<T>(em: EntityManager, run: (em: EntityManager) => Promise<T>): Promise<T> {
  if (em.isInTransaction()) return run(em);
  const own = em.fork();
  return em.getConnection('write').transactional((transaction) => {
    own.setTransactionContext(transaction);
    return run(own);
  });
}

/** The row that was written, whether or not a filter still has it. */
function rowOf(model: MikroOrmModel, row: object, em: EntityManager): Promise<Row | undefined | null> {
  return builderOf(em, model)
    .select('*')
    .where(conditionOf(model, primaryKeyIn(row, model.description)))
    .execute('get', false);
}

/** The entity as a read gives it, in the identity map as well. */
async function entityOf(
  { entity, lazy, eager }: MikroOrmModel,
  em: EntityManager,
  row: Row | undefined | null,
): Promise<object | null> {
  if (!row) return null;
  const found: object = em.map(entity, lazy.size > 0 ? withoutLazy(row, lazy) : row);
  if (eager.length > 0) await em.populate(found, eager as never);
  return found;
}

function withoutLazy(row: Row, lazy: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !lazy.has(name)));
}

/** Otherwise `em.findOne()` would find a row that is deleted. */
function forget(em: EntityManager, model: MikroOrmModel, key: EntityKey): void {
  const members = model.description.key.map((name) => key[name]);
  const id = members.length > 1 ? members : members[0];
  em.getUnitOfWork().unsetIdentity(em.getReference(model.entity, id as never));
}
