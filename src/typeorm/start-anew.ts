import { randomInt } from 'node:crypto';
import type { Driver, ObjectLiteral } from 'typeorm';
import { integerBits, type ColumnMetadata } from './column-kind.js';
import type { EntityModel } from './entity-model.js';
import { firstVersion } from './next-version.js';
import { rowWith } from './row-condition.js';

/** How far apart integer versions may start: half of a 32-bit integer's room is left to count up in. */
const ROOM: Readonly<Record<number, number>> = { 32: 2 ** 30, 64: 2 ** 48 - 1 };

/**
 * Starts the version of a new row whose key is given where that key, if it was in use before, has hardly been: two
 * contents must not share an id and a version, or a tag of the row that was deleted would let a write through to the one
 * that is there now. A version that is given as well may be the deleted row's, and is not taken.
 *
 * Integers of 32 and 64 bits start at a random number; smaller ones have no room for that, and other kinds of version are
 * random, or the time, anyway.
 */
export function startAnew(entity: ObjectLiteral, model: EntityModel, driver: Driver): void {
  const { version } = model;
  const bits = integerBits(version);
  const room = bits === undefined ? 1 : ROOM[bits];
  if (room === undefined || !rowWith(entity, model)) return;
  entity[version.propertyName] = firstVersion(version, driver, randomInt(room));
}

/** A key the database counts up, and gives out once. */
export function isCounted({ isGenerated, generationStrategy }: ColumnMetadata): boolean {
  return isGenerated && generationStrategy !== 'uuid';
}
