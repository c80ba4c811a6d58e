import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { ColumnType } from './column-text.js';

/** How far apart integer versions may start: half of a 32-bit integer's room is left to count up in. */
const ROOM: Readonly<Record<number, number>> = { 32: 2 ** 30, 53: 2 ** 48 - 1, 64: 2 ** 48 - 1 };

/**
 * How many versions an integer may skip at its start, so that hardly any row starts where one with its key ended before.
 * Otherwise a tag of a deleted row would let a write through to the row that has its key now. Smaller integers have no
 * room for that: undefined.
 */
export function roomToStart(bits: number): number | undefined {
  return ROOM[bits];
}

/** The first version of a new row. Integers are random where they have the room, and 1 where not. */
export function startVersion(type: ColumnType): unknown {
  if (type.kind !== 'integer') return type.kind === 'timestamp' ? new Date() : randomVersion(type);
  const { bits = 32 } = type;
  const start = randomInt(roomToStart(bits) ?? 1) + 1;
  return bits > 53 ? String(start) : start;
}

/** A version of a kind that is not counted. No two writes get the same one. */
export function randomVersion({ kind }: ColumnType, room = Infinity): string | Buffer {
  if (kind === 'bytes') return randomBytes(Math.min(8, room));
  return kind === 'uuid' ? randomUUID() : randomBytes(16).toString('base64url').slice(0, room);
}
