import type { Type } from '@nestjs/common';
import {
  EventSubscriber,
  type DataSource,
  type EntitySubscriberInterface,
  type InsertEvent,
  type ObjectLiteral,
  type QueryRunner,
  type RecoverEvent,
  type RemoveEvent,
  type SoftRemoveEvent,
  type UpdateEvent,
} from 'typeorm';
import { explained } from '../util/explained.js';
import type { ColumnMetadata } from './column-kind.js';
import { isOfDatabase, type EntityModel } from './entity-model.js';
import type { EntityModels } from './entity-models.js';
import { evaluateSave, renew, renewRow, written, type SaveEvent } from './stale-save.js';
import { complete, startAnew } from './written-values.js';

type AnyEvent = Pick<UpdateEvent<ObjectLiteral>, 'connection' | 'manager' | 'metadata' | 'queryRunner'> & {
  readonly entity?: ObjectLiteral | undefined;
  readonly databaseEntity?: ObjectLiteral | undefined;
};

const GUARDED = new WeakMap<DataSource, EntityModels>();

/** By connection, the last question to it. */
const LAST = new WeakMap<QueryRunner, Promise<unknown>>();

/**
 * Refuses a `save()`, `remove()`, `softRemove()` or `recover()` of an entity that is not what the database holds any
 * more. TypeORM by itself overwrites the row and sets its version back to the entity's, so that one tag names two
 * contents.
 *
 * One statement before the UPDATE reads the current version, and locks its row until the transaction of `save()` ends.
 * With `{ transaction: false }` there is no lock, and two saves at once can both pass.
 */
@EventSubscriber()
export class StaleSaveSubscriber implements EntitySubscriberInterface<ObjectLiteral> {
  /** Guards a data source from now on. It makes its subscribers anew, from its options, when it is initialised. */
  static guard(dataSource: DataSource, models: EntityModels): void {
    GUARDED.set(dataSource, models);
    const { options, isInitialized, subscribers } = dataSource;
    const given = Object.values(options.subscribers ?? []) as Type[];
    if (!given.includes(StaleSaveSubscriber)) {
      dataSource.setOptions({ subscribers: [...given, StaleSaveSubscriber] });
    }
    if (isInitialized && !subscribers.some((each) => each instanceof StaleSaveSubscriber)) {
      subscribers.push(new StaleSaveSubscriber());
    }
  }

  beforeInsert(event: InsertEvent<ObjectLiteral>): void {
    const model = modelOf(event);
    if (!model) return;
    complete(event.entity, model);
    // TypeORM leaves a counted key to the database, even where it is given, so that no row had it before.
    if (!model.metadata.primaryColumns.some(isCounted)) startAnew(event.entity, model);
  }

  beforeUpdate(event: UpdateEvent<ObjectLiteral>): Promise<unknown> | undefined {
    if (!event.entity) refuseWithoutVersion(modelOf(event));
    return saved(event, renew);
  }

  afterUpdate(event: UpdateEvent<ObjectLiteral>): Promise<unknown> | undefined {
    return saved(event, written);
  }

  beforeRemove(event: RemoveEvent<ObjectLiteral>): Promise<unknown> | undefined {
    return saved(event, evaluateSave);
  }

  beforeSoftRemove(event: SoftRemoveEvent<ObjectLiteral>): Promise<unknown> | undefined {
    // A query builder has no key either.
    if (!event.entity && event.entityId) refuseWithoutVersion(modelOf(event));
    return saved(event, renewRow);
  }

  beforeRecover(event: RecoverEvent<ObjectLiteral>): Promise<unknown> | undefined {
    return saved(event, renewRow);
  }
}

function modelOf({ connection, metadata }: AnyEvent): EntityModel | undefined {
  const { target } = metadata;
  return typeof target === 'function' ? GUARDED.get(connection)?.ofFamily(target as Type) : undefined;
}

/** What repositories and query builders write by a key has no entity that could be stale. */
function saved(
  event: AnyEvent,
  then: (event: SaveEvent, model: EntityModel) => Promise<unknown>,
): Promise<unknown> | undefined {
  if (!event.entity || !event.databaseEntity) return undefined;
  const model = modelOf(event);
  return model && afterTheLast(event.queryRunner, () => then(event as SaveEvent, model));
}

/** The questions to one connection follow each other: TypeORM tells of all entities of a save() at once. */
function afterTheLast<T>(queryRunner: QueryRunner, ask: () => Promise<T>): Promise<T> {
  const answer = (LAST.get(queryRunner) ?? Promise.resolve()).then(ask);
  LAST.set(
    queryRunner,
    answer.catch(() => undefined),
  );
  return answer;
}

/** TypeORM changes what is taken out of a relation by its key alone: it counts a version up, and knows no other. */
function refuseWithoutVersion(model: EntityModel | undefined): void {
  if (!model || model.version.isVersion || isOfDatabase(model.version)) return;
  const { name } = model.entity;
  throw new Error(
    explained(
      'saved-through-a-relation',
      `${name} would change without a new version, since another entity is saved without it. Save the ${name} itself.`,
    ),
  );
}

/** A key the database counts up, and gives out once. */
function isCounted({ isGenerated, generationStrategy }: ColumnMetadata): boolean {
  return isGenerated && generationStrategy !== 'uuid';
}
