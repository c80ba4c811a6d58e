/**
 * The value of If-Match and of If-None-Match.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 *
 * ```text
 * If-Match      = "*" / #entity-tag
 * If-None-Match = "*" / #entity-tag
 * ```
 * Examples: `*`, `"xyzzy"`, `"xyzzy", W/"r2d2,xxxx", "c3p\io"`, `"a",,"b",`
 */
import { ENTITY_TAG, entityTagAt, parseEntityTag, type EntityTag } from './entity-tag.js';

/** `*`, the tags in the client's order, or a value that is neither. */
export type EntityTagList =
  | { readonly kind: 'any' }
  | { readonly kind: 'tags'; readonly tags: readonly EntityTag[] }
  | { readonly kind: 'malformed' };

const ANY: EntityTagList = Object.freeze({ kind: 'any' });
const MALFORMED: EntityTagList = Object.freeze({ kind: 'malformed' });

const ASTERISK = /^[ \t]*\*[ \t]*$/;
/** What stands between two members. */
const SEPARATORS = /[ \t,]*/y;
/** A comma or the end of the value follows a tag: two with only white space between are no list. */
const MEMBER = new RegExp(`${ENTITY_TAG}(?=[ \\t]*(?:,|$))`, 'y');

/**
 * Reads a whole If-Match or If-None-Match, its lines joined with commas. Empty members are ignored, as a recipient must
 * (5.6.1.2), so a value without any member is an empty list. One member that is no entity-tag makes the whole value
 * malformed, and so does a `*` among others.
 * @example
 * parseEntityTagList('*'); // { kind: 'any' }
 * parseEntityTagList('"a",, W/"b,c"'); // { kind: 'tags', tags: [a, weak b,c] }
 * parseEntityTagList('abc'); // { kind: 'malformed' }
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function parseEntityTagList(value: string): EntityTagList {
  const only = parseEntityTag(value);
  if (only) return { kind: 'tags', tags: [only] };
  if (ASTERISK.test(value)) return ANY;
  const tags: EntityTag[] = [];
  let at = endOf(SEPARATORS, value, 0);
  while (at < value.length) {
    const end = endOf(MEMBER, value, at);
    if (end === 0) return MALFORMED;
    tags.push(entityTagAt(value, at, end));
    at = endOf(SEPARATORS, value, end);
  }
  return { kind: 'tags', tags };
}

/** The index just after what a sticky pattern matches at `at`; 0 where it does not match. */
function endOf(pattern: RegExp, value: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(value) ? pattern.lastIndex : 0;
}
