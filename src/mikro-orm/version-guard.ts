import { LockMode, OptimisticLockError, type EventArgs, type MikroORM } from '@mikro-orm/core';
import { Logger } from '@nestjs/common';
import { textOf } from '../tags/text-of.js';
import { explained } from '../util/explained.js';
import { oncePer } from '../util/once-per.js';
import { primaryKeyIn } from '../versioned/versioned-key.js';
import type { MikroOrmModel } from './mikro-orm-model.js';
import { conditionOf } from './row-condition.js';

type Entity = Readonly<Record<string, unknown>>;

interface Guarded {
  readonly model: MikroOrmModel;
  readonly hasTrigger: boolean;
}

/** The guarded entities of a connection, and one subscriber for all: of an upsert MikroORM names the class in `meta` alone. */
const guardedOf = oncePer((orm: MikroORM) => {
  const guarded = new Map<unknown, Guarded>();
  orm.em.getEventManager().registerSubscriber({
    beforeUpsert: ({ meta }: EventArgs<Entity>) => {
      const found = guarded.get(meta.class);
      if (found && !found.hasTrigger) refuseUpsert(found.model);
    },
    beforeDelete: async (args: EventArgs<Entity>) => {
      const found = guarded.get(args.meta.class);
      if (found) await assertNotMoved(args, found.model);
    },
  });
  warnOfBatches(orm);
  return guarded;
});

/** Makes the writes of MikroORM's own compare and count versions, where MikroORM by itself passes over them. */
export function guardVersions(orm: MikroORM, model: MikroOrmModel, hasTrigger: boolean): void {
  const guarded = guardedOf(orm);
  if (!guarded.has(model.entity)) guarded.set(model.entity, { model, hasTrigger });
}

/** With `SELECT … WHERE version = 1`, then one UPDATE for all that has no version in its condition. */
function warnOfBatches({ config, em }: MikroORM): void {
  const isBatched = config.get('useBatchUpdates', em.getPlatform().usesBatchUpdates());
  if (!isBatched || config.get('batchSize') === 1) return;
  const logger = new Logger('EtagMikroOrmModule');
  logger.warn(
    explained(
      'batch-updates',
      'A flush of several changed entities compares their versions before it writes, and not as it writes: of two writers ' +
        'with one version both may win. Set useBatchUpdates: false in the options of MikroORM.',
    ),
  );
}

function refuseUpsert({ entity: { name } }: MikroOrmModel): never {
  throw new Error(
    explained(
      'version-not-counted',
      `em.upsert(${name}) would change a row and leave its version. Use update() and insert() of its VersionedRepository, ` +
        'or let a trigger count, and say { hasTrigger: true }.',
    ),
  );
}

/** `em.remove()` deletes by the key alone. The lock keeps the row as it is until that is done. */
async function assertNotMoved({ entity, em }: EventArgs<Entity>, model: MikroOrmModel): Promise<void> {
  const { key, version } = model.description;
  const loaded = textOf(entity[version]);
  // A reference has no version that anybody could have seen.
  if (loaded === undefined) return;
  const row: Entity | null = await em.findOne(
    model.entity,
    conditionOf(model, primaryKeyIn(entity, model.description)),
    {
      fields: [...key, version] as never[],
      filters: false,
      disableIdentityMap: true,
      ...(em.isInTransaction() && { lockMode: LockMode.PESSIMISTIC_WRITE }),
    },
  );
  if (row && textOf(row[version]) !== loaded) throw OptimisticLockError.lockFailed(entity);
}
