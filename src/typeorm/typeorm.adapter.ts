import type { Type } from '@nestjs/common';
import { OptimisticLockVersionMismatchError, QueryFailedError } from 'typeorm';
import type { DataSource, Driver, EntityManager, FindOneOptions, ObjectLiteral } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import { conflictOf } from '../versioned/conflicts.js';
import type { EntityAdapter, EntityDescription, EntityKey } from '../versioned/entity-adapter.interface.js';
import type { CollectionQuery } from './collection-query.interface.js';
import { collectionRows } from './collection-rows.js';
import { keyFromText } from './column-values.js';
import { isMySql, isPostgres } from './dialect.js';
import { entityModel, type EntityModel } from './entity-model.js';
import { entityFrom, isWholeEntity, keyIn, type Row } from './returned-row.js';
import { matching, rowWith } from './row-condition.js';
import { StaleSaveSubscriber } from './stale-save.subscriber.js';
import type { EntityEntry } from './versioned-entity.interface.js';
import { changesOf, complete, insertedColumns, startAnew } from './written-values.js';

/** The versioned entities of one TypeORM data source; a transaction of it is an `EntityManager`. */
export class TypeOrmAdapter implements EntityAdapter<EntityManager> {
  private readonly models = new Map<Type, EntityModel>();

  constructor(
    readonly source: string,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Adds an entity of the data source, and refuses stale saves of it from now on.
   * @throws Error naming the entity and the fix, where it cannot be looked after
   */
  lookAfter(entry: EntityEntry): EntityDescription {
    const model = entityModel(entry, this.dataSource, this.source);
    const { entity, description } = model;
    const known = this.describe(entity);
    if (!known) {
      this.models.set(entity, model);
      this.dataSource.subscribers.push(new StaleSaveSubscriber(model));
    } else if (known.version !== description.version) {
      const names = `"${known.version}" and "${description.version}"`;
      throw new Error(`${entity.name} has one version, but forFeature() was given ${names} as such.`);
    }
    return known ?? description;
  }

  describe(entity: Type): EntityDescription | undefined {
    return this.models.get(entity)?.description;
  }

  keyFrom(entity: Type, params: Readonly<Record<string, string>>): EntityKey | undefined {
    const { metadata } = this.modelOf(entity);
    const key = metadata.primaryColumns.map((column) => {
      const text = params[column.propertyName] ?? '';
      return [column.propertyName, keyFromText(text, column, this.driver)] as const;
    });
    return key.every(([, value]) => value !== undefined) ? Object.fromEntries(key) : undefined;
  }

  async find(
    entity: Type,
    key: EntityKey,
    columns: 'validators' | 'all',
    manager: EntityManager = this.dataSource.manager,
  ): Promise<object | null> {
    const model = this.modelOf(entity);
    const where = rowWith(key, model);
    if (!where) return null;
    if (columns === 'all') return manager.findOne<ObjectLiteral>(entity, { where, ...this.latest(manager) });
    const { key: names, version, lastModified = version } = model.description;
    const selected = [...new Set([...names, version, lastModified])].map((name) => `entity.${name}`);
    const query = manager.createQueryBuilder<ObjectLiteral>(entity, 'entity').select(selected).where(where);
    // Listeners of the application's own expect a whole entity.
    return query.callListeners(false).getOne();
  }

  collection(
    entity: Type,
    query: CollectionQuery<ObjectLiteral> | undefined,
    withTotal: boolean,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<CollectionRows | undefined> {
    return collectionRows(this.modelOf(entity), query, withTotal, manager);
  }

  async update(
    entity: Type,
    key: EntityKey,
    changes: object,
    versions: readonly string[] | undefined,
    scope?: EntityManager,
  ): Promise<object | null> {
    const model = this.modelOf(entity);
    const restrict = matching(key, versions, model);
    if (!restrict) return null;
    const { values, parameters } = changesOf(changes, model);
    return this.write('update', model, scope, async (manager) => {
      const query = manager.createQueryBuilder().update(entity).set(values).setParameters(parameters);
      restrict(query);
      if (this.returns('update')) {
        const { raw } = await query.returning(pathsOf(model)).execute();
        return this.entityOf(raw as Row[], model, manager);
      }
      const { affected } = await query.execute();
      return affected ? this.find(entity, key, 'all', manager) : null;
    });
  }

  async delete(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<boolean> {
    const model = this.modelOf(entity);
    const restrict = matching(key, versions, model);
    if (!restrict) return false;
    const query = manager.createQueryBuilder().delete().from(entity);
    restrict(query);
    if (!this.returns('delete')) return Boolean((await query.execute()).affected);
    // PGlite does not say how many rows were affected.
    const { raw } = await query.returning([...model.description.key]).execute();
    return (raw as Row[]).length > 0;
  }

  async insert(entity: Type, values: object, scope?: EntityManager): Promise<object | null> {
    const model = this.modelOf(entity);
    return this.write('insert', model, scope, async (manager) => {
      const created = manager.create(entity as Type<ObjectLiteral>, values);
      complete(created, model);
      startAnew(created, model);
      const inserting = manager.createQueryBuilder().insert();
      const query = inserting.into<ObjectLiteral>(entity, insertedColumns(model)).values(created);
      // An error would end the caller's transaction on PostgreSQL. Elsewhere this would hide other errors as well.
      if (isPostgres(this.driver)) query.orIgnore();
      const returning = this.returns('insert');
      if (returning) query.updateEntity(false).returning(pathsOf(model));
      const result = await query.execute().catch(nullIfExists);
      if (returning) return this.entityOf(result?.raw as Row[] | undefined, model, manager);
      return result && this.find(entity, created, 'all', manager);
    });
  }

  conflictOf(error: unknown) {
    const isTypeOrms =
      error instanceof OptimisticLockVersionMismatchError || error instanceof QueryFailedError;
    return isTypeOrms ? conflictOf(error) : undefined;
  }

  /** Runs a write, in a transaction where its result has to be read, so that nobody can change the row in between. */
  private write<T>(
    operation: 'insert' | 'update',
    model: EntityModel,
    manager: EntityManager = this.dataSource.manager,
    run: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    const oneStatement = this.returns(operation) && isWholeEntity(model);
    return oneStatement || inTransaction(manager) ? run(manager) : manager.transaction(run);
  }

  private async entityOf(
    [row]: readonly Row[] = [],
    model: EntityModel,
    manager: EntityManager,
  ): Promise<object | null> {
    if (!row) return null;
    if (isWholeEntity(model)) return entityFrom(row, model, manager);
    return this.find(model.entity, keyIn(row, model), 'all', manager);
  }

  /** Without a lock, MySQL shows a transaction the row as it was when the transaction began. */
  private latest(manager: EntityManager): Pick<FindOneOptions, 'lock'> {
    return isMySql(this.driver) && inTransaction(manager) ? { lock: { mode: 'pessimistic_write' } } : {};
  }

  private returns(operation: 'insert' | 'update' | 'delete'): boolean {
    return this.driver.isReturningSqlSupported(operation);
  }

  private get driver(): Driver {
    return this.dataSource.driver;
  }

  private modelOf(entity: Type): EntityModel {
    const model = this.models.get(entity);
    if (model) return model;
    throw new Error(
      `${entity.name} is not looked after. Import EtagTypeOrmModule.forFeature([${entity.name}]).`,
    );
  }
}

function inTransaction({ queryRunner }: EntityManager): boolean {
  return queryRunner?.isTransactionActive ?? false;
}

function pathsOf({ columns }: EntityModel): string[] {
  const real = columns.filter(({ isVirtualProperty }) => !isVirtualProperty);
  return real.map(({ propertyPath }) => propertyPath);
}

function nullIfExists(error: unknown): null {
  if (conflictOf(error) === 'exists') return null;
  throw error;
}
