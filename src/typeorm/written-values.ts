import { randomInt } from 'node:crypto';
import type { ObjectLiteral } from 'typeorm';
import { roomToStart } from '../versioned/start-version.js';
import { integerBits } from './column-kind.js';
import { valuesOf } from './entity-columns.js';
import { isOfDatabase, keyOf, type EntityModel } from './entity-model.js';
import { firstVersion } from './next-version.js';

/** What an UPDATE sets, and the parameters of what is an expression in it. */
interface Changes {
  readonly values: ObjectLiteral;
  readonly parameters: ObjectLiteral;
}

/**
 * What a body changes, with the new version. TypeORM would count `NULL + 1`, which is NULL. What is no column of the
 * class is passed over, as in TypeORM's own `save()`.
 */
export function changesOf(changes: object, model: EntityModel): Changes {
  const { version, columns, nextVersion } = model;
  const values: ObjectLiteral = valuesOf(columns.updated, changes);
  stampDate(values, model);
  if (isOfDatabase(version)) return { values: atLeastOne(values, model), parameters: {} };
  const { sql, parameters } = nextVersion();
  values[version.propertyName] = () => sql;
  return { values, parameters };
}

/** An UPDATE that changes nothing is a write as well. */
function atLeastOne(values: ObjectLiteral, { metadata, dataSource }: EntityModel): ObjectLiteral {
  if (Object.keys(values).length > 0) return values;
  const [column] = metadata.primaryColumns;
  return { [column!.propertyName]: () => dataSource.driver.escape(column!.databaseName) };
}

/** Gives a new entity the version and the date that neither its author nor TypeORM gave it. */
export function complete(entity: ObjectLiteral, model: EntityModel): void {
  const { version, lastModified, dataSource } = model;
  const isGiven = version.isVersion || isOfDatabase(version);
  if (!isGiven) entity[version.propertyName] ??= firstVersion(version, dataSource.driver);
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
  const room = bits === undefined ? 1 : roomToStart(bits);
  if (room === undefined || isOfDatabase(version) || !keyOf(entity, model)) return;
  entity[version.propertyName] = firstVersion(version, dataSource.driver, randomInt(room));
}

/** The columns an INSERT names. By default TypeORM leaves out a generated key, even where it is given. */
export function insertedColumns({ metadata }: EntityModel): string[] {
  const inserted = metadata.columns.filter(({ isInsert, generatedType }) => isInsert && !generatedType);
  return inserted.map(({ propertyPath }) => propertyPath);
}

/** Sets the modification date, where TypeORM leaves its column alone. */
export function stampDate(entity: ObjectLiteral, { version, lastModified }: EntityModel): void {
  if (!lastModified || lastModified.isUpdateDate || lastModified === version) return;
  entity[lastModified.propertyName] = new Date();
}
