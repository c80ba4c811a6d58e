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
import { entityTagAt, isEntityTag, scanEntityTag, type EntityTag } from './entity-tag.js';
import { COMMA, skipSeparators, skipWhitespace } from './list-rule.js';

/** `*`, the tags in the client's order, or a value that is neither. */
export type EntityTagList =
  | { readonly kind: 'any' }
  | { readonly kind: 'tags'; readonly tags: readonly EntityTag[] }
  | { readonly kind: 'malformed' };

const ANY: EntityTagList = Object.freeze({ kind: 'any' });
const MALFORMED: EntityTagList = Object.freeze({ kind: 'malformed' });
const ASTERISK = 0x2a;

/**
 * Reads a whole If-Match or If-None-Match, its lines joined with commas.
 *
 * Empty members are ignored, as a recipient must (5.6.1.2), so a value without any member is an empty list. One member
 * that is no entity-tag makes the whole value malformed, and so does a `*` among others.
 *
 * @example
 * parseEntityTagList('*'); // { kind: 'any' }
 * parseEntityTagList('"a",, W/"b,c"'); // { kind: 'tags', tags: [a, weak b,c] }
 * parseEntityTagList('abc'); // { kind: 'malformed' }
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function parseEntityTagList(value: string): EntityTagList {
  if (isEntityTag(value)) return { kind: 'tags', tags: [entityTagAt(value, 0, value.length)] };
  if (isAsterisk(value)) return ANY;
  let tags: EntityTag[] | undefined;
  let at = skipSeparators(value, 0);
  while (at < value.length) {
    const end = scanEntityTag(value, at);
    if (end === -1 || !endsMember(value, end)) return MALFORMED;
    const tag = entityTagAt(value, at, end);
    // Most lists have one member, and an array that is pushed to takes room for seventeen.
    if (tags) tags.push(tag);
    else tags = [tag];
    at = skipSeparators(value, end);
  }
  return { kind: 'tags', tags: tags ?? [] };
}

function isAsterisk(value: string): boolean {
  const at = skipWhitespace(value, 0);
  return value.charCodeAt(at) === ASTERISK && skipWhitespace(value, at + 1) === value.length;
}

/** Whether a comma or the end of the value follows: two tags with only white space between are no list. */
function endsMember(value: string, end: number): boolean {
  const at = skipWhitespace(value, end);
  return at === value.length || value.charCodeAt(at) === COMMA;
}
