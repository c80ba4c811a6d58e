import {
  OptimisticLockVersionMismatchError,
  type EntitySubscriberInterface,
  type InsertEvent,
  type ObjectLiteral,
  type UpdateEvent,
} from 'typeorm';
import { textOf } from '../tags/text-of.js';
import type { ColumnMetadata } from './column-kind.js';
import { isMySql, isPostgres } from './dialect.js';
import type { EntityModel } from './entity-model.js';
import { nextVersion } from './next-version.js';
import { rowWith } from './row-condition.js';
import { complete, stampDate, startAnew } from './written-values.js';

/**
 * Refuses a `save()` of an entity that is not what the database holds any more. TypeORM by itself overwrites the row
 * and sets its version back to the entity's, so that one tag names two contents.
 *
 * One statement before the UPDATE reads the current version, and locks its row until the transaction of `save()` ends.
 * With `{ transaction: false }` there is no lock, and two saves at once can both pass. An entity that was loaded
 * without its version is left alone: TypeORM counts its version up then.
 */
export class StaleSaveSubscriber implements EntitySubscriberInterface<ObjectLiteral> {
  constructor(private readonly model: EntityModel) {}

  listenTo() {
    return this.model.entity;
  }

  beforeInsert({ entity }: InsertEvent<ObjectLiteral>): void {
    complete(entity, this.model);
    // TypeORM leaves a counted key to the database, even where it is given, so that no row had it before.
    if (!this.model.metadata.primaryColumns.some(isCounted)) startAnew(entity, this.model);
  }

  /** @throws OptimisticLockVersionMismatchError */
  async beforeUpdate(event: UpdateEvent<ObjectLiteral>): Promise<void> {
    const { entity, databaseEntity } = event;
    // The update() of repositories and query builders has no entity that could be stale.
    if (!entity || !(databaseEntity as unknown)) return;
    const { version, dataSource } = this.model;
    const name = version.propertyName;
    const current = await this.currentVersion(event);
    if (entity[name] !== undefined && textOf(entity[name]) !== textOf(current)) {
      throw new OptimisticLockVersionMismatchError(event.metadata.name, entity[name], current as number);
    }
    stampDate(entity, this.model);
    if (!version.isVersion) entity[name] = nextVersion(version, dataSource.driver, current);
  }

  private async currentVersion({
    entity,
    manager,
    queryRunner,
  }: UpdateEvent<ObjectLiteral>): Promise<unknown> {
    const { entity: target, version, description, dataSource } = this.model;
    const query = manager
      .createQueryBuilder<ObjectLiteral>(target, 'entity')
      .select([...description.key, description.version].map((name) => `entity.${name}`))
      .where(rowWith(entity!, this.model)!)
      .withDeleted()
      .callListeners(false);
    const locks = isPostgres(dataSource.driver) || isMySql(dataSource.driver);
    if (locks && queryRunner.isTransactionActive) query.setLock('pessimistic_write');
    return (await query.getOne())?.[version.propertyName];
  }
}

/** A key the database counts up, and gives out once. */
function isCounted({ isGenerated, generationStrategy }: ColumnMetadata): boolean {
  return isGenerated && generationStrategy !== 'uuid';
}
