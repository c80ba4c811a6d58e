/**
 * The entity-tag: a validator that tells the representations of one resource apart (8.8.3).
 *
 * ```text
 * ETag       = entity-tag
 * entity-tag = [ weak ] opaque-tag
 * weak       = %s"W/"                        ; case-sensitive
 * opaque-tag = DQUOTE *etagc DQUOTE
 * ```
 * Examples: `"xyzzy"`, `W/"xyzzy"`, `""`, `"a,b\c"`
 */
import { encodeOpaque, ETAGC } from './opaque-tag.js';

/** The grammar as the source of a regular expression, which is twice as fast as a scan by character. */
export const ENTITY_TAG = `(?:W/)?"${ETAGC}*"`;
const ONLY_TAG = new RegExp(`^${ENTITY_TAG}$`);
const OPAQUE = new RegExp(`^${ETAGC}*$`);
const UPPER_W = 0x57;

/** A parsed entity-tag. Compare two with {@link strongEquals} or {@link weakEquals}. */
export interface EntityTag {
  /** True for `W/"…"`: the same meaning, not necessarily the same bytes. */
  readonly weak: boolean;
  /** The characters between the quotes. */
  readonly opaque: string;
}

/**
 * Makes an entity-tag from any text. What may not stand in an opaque-tag is encoded, see {@link encodeOpaque}.
 * @param opaque what names the representation: a revision, a hash
 * @param weak by default false
 * @example
 * formatEntityTag(entityTag('42')); // '"42"'
 * formatEntityTag(entityTag('2 May', true)); // 'W/"2%20May"'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function entityTag(opaque: string, weak = false): EntityTag {
  return { weak, opaque: encodeOpaque(opaque) };
}

/**
 * Reads a text that is exactly one entity-tag, without white space around it.
 * @returns undefined where the text is anything else
 * @example
 * parseEntityTag('W/"42"'); // { weak: true, opaque: '42' }
 * parseEntityTag('42'); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function parseEntityTag(text: string): EntityTag | undefined {
  return ONLY_TAG.test(text) ? entityTagAt(text, 0, text.length) : undefined;
}

/**
 * Writes an entity-tag as it stands in a field. A tag built by hand that holds a quote, a space or a control character
 * would end the field early: it is encoded, as {@link entityTag} does.
 * @example
 * formatEntityTag({ weak: true, opaque: '42' }); // 'W/"42"'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function formatEntityTag(tag: EntityTag): string {
  const opaque = OPAQUE.test(tag.opaque) ? tag.opaque : encodeOpaque(tag.opaque);
  return tag.weak ? `W/"${opaque}"` : `"${opaque}"`;
}

/**
 * Strong comparison: both tags are strong and their opaque-tags are the same, character by character.
 * @example
 * strongEquals(entityTag('1'), entityTag('1')); // true
 * strongEquals(entityTag('1', true), entityTag('1', true)); // false
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.2
 */
export function strongEquals(a: EntityTag, b: EntityTag): boolean {
  return !a.weak && !b.weak && a.opaque === b.opaque;
}

/**
 * Weak comparison: the opaque-tags are the same, whether either tag is weak or not.
 * @example
 * weakEquals(entityTag('1'), entityTag('1', true)); // true
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.2
 */
export function weakEquals(a: EntityTag, b: EntityTag): boolean {
  return a.opaque === b.opaque;
}

/** The entity-tag that stands between two indices. */
export function entityTagAt(text: string, start: number, end: number): EntityTag {
  // `startsWith()` takes longer than all the rest of a tag.
  const weak = text.charCodeAt(start) === UPPER_W;
  return { weak, opaque: text.slice(weak ? start + 3 : start + 1, end - 1) };
}
