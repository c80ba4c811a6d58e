import { randomInt } from 'node:crypto';
import type { EntityMetadata, ObjectLiteral } from 'typeorm';
import { integerBits } from './column-kind.js';
import type { EntityModel } from './entity-model.js';
import { firstVersion, nextVersionSql } from './next-version.js';
import { rowWith } from './row-condition.js';

/** How far apart integer versions may start: half of a 32-bit integer's room is left to count up in. */
const ROOM: Readonly<Record<number, number>> = { 32: 2 ** 30, 64: 2 ** 48 - 1 };

/** What an UPDATE sets, and the parameters of what is an expression in it. */
interface Changes {
  readonly values: ObjectLiteral;
  readonly parameters: ObjectLiteral;
}

/**
 * The columns among the changes, without the key and what changes with every write, and with the new version where
 * TypeORM does not count it up itself. Properties that are no columns are passed over, as in TypeORM's own `save()`.
 */
export function changesOf(changes: object, model: EntityModel): Changes {
  const { metadata, description, version, dataSource } = model;
  const { updateDateColumn } = metadata;
  const notTheirs = new Set([...description.key, description.version, updateDateColumn?.propertyName]);
  const values: ObjectLiteral = Object.fromEntries(
    Object.entries(changes).filter(([name]) => !notTheirs.has(name) && isUpdated(name, metadata)),
  );
  stampDate(values, model);
  if (version.isVersion) return { values, parameters: {} };
  const { sql, parameters } = nextVersionSql(version, dataSource.driver);
  values[version.propertyName] = () => sql;
  return { values, parameters };
}

function isUpdated(name: string, metadata: EntityMetadata): boolean {
  const embedded = metadata.findEmbeddedWithPropertyPath(name);
  const columns = embedded ? embedded.columnsFromTree : metadata.findColumnsWithPropertyPath(name);
  return columns.some(({ isUpdate }) => isUpdate);
}

/** Gives a new entity the version and the date that neither its author nor TypeORM gave it. */
export function complete(entity: ObjectLiteral, model: EntityModel): void {
  const { version, lastModified, dataSource } = model;
  if (!version.isVersion) entity[version.propertyName] ??= firstVersion(version, dataSource.driver);
  if (lastModified && entity[lastModified.propertyName] === undefined) stampDate(entity, model);
}

/**
 * Starts the version of a new row whose key is given at a value that hardly any row with that key had before. Otherwise
 * a tag of a deleted row would let a write through to the row that has its key now. A version that is given may be the
 * deleted row's, and is not taken.
 *
 * Integers of 32 and 64 bits start at a random number; smaller ones have no room for that. Other kinds of version are
 * random, or the time, anyway.
 */
export function startAnew(entity: ObjectLiteral, model: EntityModel): void {
  const { version, dataSource } = model;
  const bits = integerBits(version);
  const room = bits === undefined ? 1 : ROOM[bits];
  if (room === undefined || !rowWith(entity, model)) return;
  entity[version.propertyName] = firstVersion(version, dataSource.driver, randomInt(room));
}

/** Sets the modification date, where TypeORM leaves its column alone. */
export function stampDate(entity: ObjectLiteral, { version, lastModified }: EntityModel): void {
  if (!lastModified || lastModified.isUpdateDate || lastModified === version) return;
  entity[lastModified.propertyName] = new Date();
}

/** The columns an INSERT names. By default TypeORM leaves out a generated key, even where it is given. */
export function insertedColumns({ metadata }: EntityModel): string[] {
  return metadata.columns.filter(({ isInsert }) => isInsert).map(({ propertyPath }) => propertyPath);
}
