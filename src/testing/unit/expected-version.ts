import { explained } from '../../util/explained.js';
import { entityTag, formatEntityTag } from '../../rfc9110/index.js';
import { textOf } from '../../tags/text-of.js';
import { ExpectedVersion } from '../../versioned/expected-version.js';

/** What the version of an entity can be. */
export type VersionValue = string | number | bigint | Date | Uint8Array;

/**
 * What `@IfMatch()` gives a handler for a client that has read one of these versions, for a unit test.
 * @throws TypeError where a value is no version, such as NaN
 * @example
 * ```ts
 * await products.update(7, { price: 99 }, expectedVersion(3));
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function expectedVersion(...versions: readonly VersionValue[]): ExpectedVersion {
  return ExpectedVersion.of({ 'if-match': versions.map(tagOf).join(', ') });
}

/**
 * The same for a client that takes any version, but wants the entity to exist: `If-Match: *`.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function anyVersion(): ExpectedVersion {
  return ExpectedVersion.of({ 'if-match': '*' });
}

/**
 * The same for a client that wants the entity not to exist yet: `If-None-Match: *`.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function absentVersion(): ExpectedVersion {
  return ExpectedVersion.of({ 'if-none-match': '*' });
}

/** The same for a client that sends no precondition. */
export function unconditional(): ExpectedVersion {
  return ExpectedVersion.of({});
}

function tagOf(version: VersionValue): string {
  const text = textOf(version);
  if (text === undefined) throw new TypeError(explained('kit-version', `${String(version)} is no version.`));
  return formatEntityTag(entityTag(text));
}
