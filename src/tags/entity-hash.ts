import { types } from 'node:util';
import { digest } from '../util/digest.js';
import { isStream } from '../util/streams.js';
import { explained } from '../util/explained.js';

/**
 * A tag function: the SHA-256 (base64url) over the JSON of an entity with its keys in order at every depth, before any
 * serializer. It needs no version column. One function serves `current`, the handler's return value and
 * `expected.assert(entity)`, so all three have to load the same properties.
 *
 * What JSON does not show counts as well: a bigint is unlike any number, a `Map` or `Set` is the list of what it holds,
 * in any order, and whatever holds bytes is what a Buffer of them is.
 *
 * On a write it is a check, not a guarantee: between the check and the write another writer may pass. A version column
 * ({@link Versioned}) closes that gap.
 *
 * @param entity whatever `current` answered or the handler returned
 * @returns undefined (no tag) for `null`, `undefined` and streams
 * @throws TypeError where the entity holds itself, or an object of which JSON shows nothing (a RegExp, a Promise); the
 * response then has no tag, and the log names the route
 * @example
 * ```ts
 * const current = currentFrom(Products, (products, request) => products.findOne(request.params.id));
 *
 * @Get(':id') @ETag({ tag: entityHash, current }) findOne() {}
 * @Put(':id') @ETag({ tag: entityHash, current }) update() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function entityHash(entity: unknown): string | undefined {
  if (entity === null || isStream(entity)) return undefined;
  const text = jsonOf(entity, '', new Set());
  return text === undefined ? undefined : digest(text);
}

/** @param within the objects it is a part of */
function jsonOf(given: unknown, name: string, within: Set<object>): string | undefined {
  const value = hasMembers(given) || typeof given === 'bigint' ? asJson(given, name) : given;
  // No text of JSON looks like this.
  if (typeof value === 'bigint') return `${value}n`;
  if (!hasMembers(value)) return JSON.stringify(value) as string | undefined;
  if (within.has(value))
    throw new TypeError(
      explained('entity-without-json', 'entityHash() was given an entity that holds itself.'),
    );
  within.add(value);
  const text = jsonOfObject(value, within);
  within.delete(value);
  return text;
}

function hasMembers(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What JSON.stringify() would take in the place of a value; bytes stay bytes. */
function asJson(value: object | bigint, name: string): unknown {
  if (types.isBoxedPrimitive(value)) return value.valueOf();
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value);
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' && !ArrayBuffer.isView(value) ? toJSON.call(value, name) : value;
}

function jsonOfObject(value: object, within: Set<object>): string {
  const jsonOfItem = (item: unknown, at: number) => jsonOf(item, String(at), within) ?? 'null';
  if (ArrayBuffer.isView(value)) return jsonOfBytes(value);
  if (Array.isArray(value)) return `[${Array.from(value, jsonOfItem).join()}]`;
  if (value instanceof Set || value instanceof Map)
    return `[${Array.from(value, jsonOfItem).toSorted().join()}]`;
  const members: string[] = [];
  for (const name of namesIn(value).toSorted()) {
    const text = jsonOf((value as Record<string, unknown>)[name], name, within);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${members.join()}}`;
}

/** As of a Buffer, whose own toJSON() makes a number in memory of each byte. */
function jsonOfBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return `{"data":[${new Uint8Array(buffer, byteOffset, byteLength).join()}],"type":"Buffer"}`;
}

function namesIn(value: object): string[] {
  const names = Object.keys(value);
  const kind = Object.prototype.toString.call(value);
  if (names.length > 0 || kind === '[object Object]') return names;
  throw new TypeError(
    explained('entity-without-json', `entityHash(): there is no JSON of ${kind}. Give it a toJSON().`),
  );
}
