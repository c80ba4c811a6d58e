import type { DataSource, EntitySubscriberInterface } from 'typeorm';
import type { EntityModel } from './entity-model.js';
import { StaleSaveSubscriber } from './stale-save.subscriber.js';

type Subscriber = EntitySubscriberInterface<unknown>;

/*
 * Whether the application listens to what TypeORM tells of an operation. To tell takes its time, and is left out where
 * nobody listens. Each write asks: names that are put together would cost more than what is saved.
 */

export function hearsLoads({ metadata: { afterLoadListeners }, dataSource }: EntityModel): boolean {
  return afterLoadListeners.length > 0 || isSubscribed(dataSource, ({ afterLoad }) => afterLoad);
}

export function hearsInserts({ metadata, dataSource }: EntityModel): boolean {
  const { beforeInsertListeners, afterInsertListeners } = metadata;
  return (
    beforeInsertListeners.length + afterInsertListeners.length > 0 ||
    isSubscribed(dataSource, ({ beforeInsert, afterInsert }) => beforeInsert ?? afterInsert)
  );
}

export function hearsUpdates({ metadata, dataSource }: EntityModel): boolean {
  const { beforeUpdateListeners, afterUpdateListeners } = metadata;
  return (
    beforeUpdateListeners.length + afterUpdateListeners.length > 0 ||
    isSubscribed(dataSource, ({ beforeUpdate, afterUpdate }) => beforeUpdate ?? afterUpdate)
  );
}

export function hearsRemovals({ metadata, dataSource }: EntityModel): boolean {
  const { beforeRemoveListeners, afterRemoveListeners } = metadata;
  return (
    beforeRemoveListeners.length + afterRemoveListeners.length > 0 ||
    isSubscribed(dataSource, ({ beforeRemove, afterRemove }) => beforeRemove ?? afterRemove)
  );
}

function isSubscribed({ subscribers }: DataSource, hears: (subscriber: Subscriber) => unknown): boolean {
  for (const subscriber of subscribers)
    if (!(subscriber instanceof StaleSaveSubscriber) && hears(subscriber)) return true;
  return false;
}
