import type { Type } from '@nestjs/common';
import { OptimisticLockVersionMismatchError, QueryFailedError } from 'typeorm';
import type { DataSource, EntityManager, ObjectLiteral } from 'typeorm';
import type { CollectionRows } from '../options/collection.interface.js';
import { conflictOf } from '../versioned/conflicts.js';
import type { EntityAdapter, EntityDescription, EntityKey } from '../versioned/entity-adapter.interface.js';
import { explained } from '../util/explained.js';
import { restricted } from './collection-page.js';
import type { CollectionQuery } from './collection-query.interface.js';
import { collectionRows } from './collection-rows.js';
import { keyFromText } from './column-values.js';
import { conditionOf } from './condition.js';
import { versionedEntity, type EntityModel } from './entity-model.js';
import { EntityModels } from './entity-models.js';
import { findEntity, type FoundAs } from './entity-reads.js';
import { deleteRow, insertRow, saveEntity, updateRow } from './entity-writes.js';
import { StaleSaveSubscriber } from './stale-save.subscriber.js';
import type { EntityEntry } from './versioned-entity.interface.js';

/** The versioned entities of one TypeORM data source; a transaction of it is an `EntityManager`. */
export class TypeOrmAdapter implements EntityAdapter<EntityManager> {
  readonly restrictsKeys = true;
  private readonly models: EntityModels;

  constructor(
    readonly source: string,
    private readonly dataSource: DataSource,
  ) {
    this.models = new EntityModels(source, dataSource);
  }

  /**
   * Adds an entity of the data source, and refuses stale saves of it from now on.
   * @returns its description; of a data source that is not initialised yet, it can be read when that is
   * @throws Error naming the entity and the fix, where it cannot be looked after
   */
  lookAfter(entry: EntityEntry): EntityDescription {
    const versioned = versionedEntity(entry);
    this.models.add(versioned);
    StaleSaveSubscriber.guard(this.dataSource, this.models);
    const describe = () => this.modelOf(versioned.entity).description;
    if (this.dataSource.isInitialized) return describe();
    return new Proxy({} as EntityDescription, { get: (_, name) => Reflect.get(describe(), name) as unknown });
  }

  describe(entity: Type): EntityDescription | undefined {
    return this.models.of(entity)?.description;
  }

  keyFrom(entity: Type, params: Readonly<Record<string, string>>): EntityKey | undefined {
    const { metadata } = this.modelOf(entity);
    const key = metadata.primaryColumns.map((column) => {
      const text = params[column.propertyName] ?? '';
      return [column.propertyName, keyFromText(text, column, this.dataSource.driver)] as const;
    });
    return key.every(([, value]) => value !== undefined) ? Object.fromEntries(key) : undefined;
  }

  find(entity: Type, key: EntityKey, as: FoundAs, scope = this.dataSource.manager): Promise<object | null> {
    return findEntity(key, as, this.modelOf(entity), scope);
  }

  findOnReplica(entity: Type, key: EntityKey): Promise<object | null> {
    return findEntity(key, 'validators', this.modelOf(entity), this.dataSource.manager, 'slave');
  }

  async collection(
    entity: Type,
    query: CollectionQuery<ObjectLiteral> | undefined,
    withTotal: boolean,
    scope = this.dataSource.manager,
    where: object = {},
  ): Promise<CollectionRows | undefined> {
    const model = this.modelOf(entity);
    const by = conditionOf(where, model);
    if (!by) return undefined;
    const isAll = Object.keys(by).length === 0;
    return collectionRows(model, isAll ? query : restricted(query, by), withTotal, scope);
  }

  update(
    entity: Type,
    key: EntityKey,
    changes: object,
    versions: readonly string[] | undefined,
    scope = this.dataSource.manager,
  ): Promise<object | null> {
    return updateRow({ key, versions }, changes, this.modelOf(entity), scope);
  }

  save(entity: Type, loaded: object, scope = this.dataSource.manager): Promise<object | null> {
    return saveEntity(loaded, this.modelOf(entity), scope);
  }

  delete(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope = this.dataSource.manager,
  ): Promise<boolean> {
    return deleteRow({ key, versions }, this.modelOf(entity), scope);
  }

  async softDelete(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope = this.dataSource.manager,
  ): Promise<boolean> {
    const model = this.modelOf(entity);
    const marked = { [deletedAt(model)]: new Date() };
    return (await updateRow({ key, versions }, marked, model, scope)) !== null;
  }

  async restore(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope = this.dataSource.manager,
  ): Promise<object | null> {
    const model = this.modelOf(entity);
    return updateRow({ key, versions, state: 'deleted' }, { [deletedAt(model)]: null }, model, scope);
  }

  insert(entity: Type, values: object, scope = this.dataSource.manager): Promise<object | null> {
    return insertRow(values, this.modelOf(entity), scope);
  }

  conflictOf(error: unknown) {
    const isTypeOrms =
      error instanceof OptimisticLockVersionMismatchError || error instanceof QueryFailedError;
    return isTypeOrms ? conflictOf(error) : undefined;
  }

  private modelOf(entity: Type): EntityModel {
    const model = this.models.of(entity);
    if (model) return model;
    throw new Error(
      explained(
        'entity-not-looked-after',
        `${entity.name} is not looked after. Import EtagTypeOrmModule.forFeature([${entity.name}]).`,
      ),
    );
  }
}

function deletedAt({ entity, metadata: { deleteDateColumn } }: EntityModel): string {
  if (deleteDateColumn) return deleteDateColumn.propertyName;
  throw new Error(
    explained(
      'no-delete-date',
      `${entity.name} has no @DeleteDateColumn(), so that it cannot be marked as deleted.`,
    ),
  );
}
