import { explained } from '../util/explained.js';
import { OptimisticLockError, type Model, type Transactionable } from 'sequelize';
import { oncePer } from '../util/once-per.js';
import { startVersion } from '../versioned/start-version.js';
import type { SequelizeModel } from './sequelize-model.js';

const HOOK = 'nestjs-etag';

interface BulkOptions {
  attributes?: Record<string, unknown>;
  fields?: string[];
  updateOnDuplicate?: string[];
}

const GUARDED = oncePer((_: SequelizeModel['table']) => ({ isGuarded: false }));

/** Makes the writes of Sequelize's own give rows new versions, where Sequelize by itself leaves them as they are. */
export function guardVersions(model: SequelizeModel): void {
  const { table } = model;
  const state = GUARDED(table);
  if (state.isGuarded) return;
  state.isGuarded = true;
  table.addHook('beforeBulkUpdate', HOOK, (options) => count(options as BulkOptions, model));
  table.addHook('beforeCreate', HOOK, (row) => {
    if (!model.isCounted) start(row as Model, model);
  });
  table.addHook('beforeBulkCreate', HOOK, (rows, options) =>
    startAll(rows as readonly Model[], options as BulkOptions, model),
  );
  table.addHook('beforeUpsert', HOOK, () => refuseUpsert(model));
  table.addHook('afterDestroy', HOOK, (row, options) =>
    assertDestroyed(row as Model, options as object, model),
  );
}

/** `Model.update()`, which has fields by now. */
function count(options: BulkOptions, { description: { version }, next }: SequelizeModel): void {
  // The adapter's own.
  if (options.attributes?.[version] === next) return;
  options.attributes = { ...options.attributes, [version]: next };
  options.fields = including(options.fields!, version);
}

/** The version of a row whose key may have been another row's before. */
function start(row: Model, { description, version }: SequelizeModel): void {
  row.setDataValue(description.version as never, startVersion(version) as never);
}

/** `Model.bulkCreate()`: what it writes over an existing row is what it would have created. */
function startAll(rows: readonly Model[], options: BulkOptions, model: SequelizeModel): void {
  const { version } = model.description;
  if (options.updateOnDuplicate) options.updateOnDuplicate = including(options.updateOnDuplicate, version);
  else if (model.isCounted) return;
  if (options.fields) options.fields = including(options.fields, version);
  for (const row of rows) start(row, model);
}

/** Its hook can change nothing of what is written. */
function refuseUpsert({ entity: { name } }: SequelizeModel): never {
  throw new Error(
    explained(
      'version-not-counted',
      `${name}.upsert() would change a row and leave its version. Use ${name}.bulkCreate([…], { updateOnDuplicate: […] }), ` +
        'or let a trigger count, and say { hasTrigger: true }.',
    ),
  );
}

/** `DELETE … AND version = 3` deletes nothing of a row that has moved on, and `destroy()` does not say so. */
async function assertDestroyed(
  row: Model,
  options: object,
  { table, description }: SequelizeModel,
): Promise<void> {
  const where = Object.fromEntries(description.key.map((name) => [name, row.get(name)]));
  const { transaction = null } = options as Transactionable;
  if ((await table.unscoped().count({ where, transaction })) === 0) return;
  throw new OptimisticLockError({ modelName: table.name, values: {}, where });
}

function including(names: readonly string[], name: string): string[] {
  return [...new Set([...names, name])];
}
