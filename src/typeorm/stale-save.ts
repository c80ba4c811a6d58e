import { OptimisticLockVersionMismatchError, type ObjectLiteral, type UpdateEvent } from 'typeorm';
import { textOf } from '../tags/text-of.js';
import { isOfDatabase, keyOf, type EntityModel } from './entity-model.js';
import { nextVersion } from './next-version.js';
import { comparedRow, lockedRow } from './row-as-it-is.js';
import { stampDate } from './written-values.js';

/** What TypeORM tells of an entity that is about to be saved or removed, and of the row it compared it with. */
export type SaveEvent = Pick<
  UpdateEvent<ObjectLiteral>,
  'databaseEntity' | 'manager' | 'metadata' | 'queryRunner'
> & { readonly entity: ObjectLiteral };

/** The version that a save which failed gave an entity, and the one that it was loaded with. */
const ATTEMPTS = new WeakMap<ObjectLiteral, { readonly loaded: unknown; readonly given: unknown }>();

/**
 * Passes where the entity has the version of its row. One that was loaded without a version is left alone.
 * @returns the version of the row
 * @throws OptimisticLockVersionMismatchError
 */
export async function evaluateSave(event: SaveEvent, model: EntityModel): Promise<unknown> {
  const { entity, databaseEntity, manager, metadata } = event;
  const name = model.version.propertyName;
  const key = keyOf(databaseEntity, model)!;
  const current: unknown = (await lockedRow(key, model, manager))?.[name];
  const loaded = loadedVersion(entity, name);
  ATTEMPTS.delete(entity);
  if (loaded !== undefined && !isSame(loaded, current)) {
    throw new OptimisticLockVersionMismatchError(metadata.name, loaded as number, current as number);
  }
  // A cache, or the snapshot of the caller's transaction, gave TypeORM an older row: it would miss changes.
  if (!isSame(databaseEntity[name], current)) await refresh(databaseEntity, event, model);
  return current;
}

/** Gives an entity that TypeORM is about to write its new version and date, where TypeORM does not. */
export async function renew(event: SaveEvent, model: EntityModel): Promise<void> {
  const current = await evaluateSave(event, model);
  stampDate(event.entity, model);
  if (!isCounted(current, model)) give(event.entity, current, model);
}

/** The same for an entity of which TypeORM writes nothing but the deletion date. */
export async function renewRow(event: SaveEvent, model: EntityModel): Promise<void> {
  const current = await evaluateSave(event, model);
  if (isCounted(current, model)) return;
  const { entity, databaseEntity, manager } = event;
  give(entity, current, model);
  const name = model.version.propertyName;
  const query = manager
    .createQueryBuilder()
    .update(model.entity)
    .set({ [name]: entity[name] as unknown });
  await query.where(keyOf(databaseEntity, model)!).callListeners(false).execute();
}

/**
 * Forgets how a save began, once it has succeeded, and gives the entity its new version where TypeORM cannot: only the
 * database knows it, or a cache answered for the database.
 */
export async function written({ entity, manager }: SaveEvent, model: EntityModel): Promise<void> {
  ATTEMPTS.delete(entity);
  const { version, dataSource } = model;
  const key = (isOfDatabase(version) || dataSource.queryResultCache) && keyOf(entity, model);
  if (key) entity[version.propertyName] = (await lockedRow(key, model, manager))?.[version.propertyName];
}

/** TypeORM counts a version up, but NULL stays NULL. */
function isCounted(current: unknown, { version }: EntityModel): boolean {
  return isOfDatabase(version) || (version.isVersion && current !== null && current !== undefined);
}

function give(entity: ObjectLiteral, loaded: unknown, { version, dataSource }: EntityModel): void {
  const given = nextVersion(version, dataSource.driver, loaded);
  ATTEMPTS.set(entity, { loaded, given });
  entity[version.propertyName] = given;
}

/** A save that the database refused has left its new version in the entity: it is none. */
function loadedVersion(entity: ObjectLiteral, name: string): unknown {
  const attempt = ATTEMPTS.get(entity);
  return attempt && isSame(entity[name], attempt.given) ? attempt.loaded : (entity[name] as unknown);
}

function isSame(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

async function refresh(row: ObjectLiteral, { manager }: SaveEvent, model: EntityModel): Promise<void> {
  const relations = model.metadata.relationsWithJoinColumns.map(({ propertyPath }) => propertyPath);
  const given = relations.filter((path) => path in row);
  Object.assign(row, await comparedRow(keyOf(row, model)!, model, given, manager));
}
