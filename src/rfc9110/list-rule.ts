/**
 * What every comma-separated field has in common.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1
 *
 * ```text
 * #element => [ element ] *( OWS "," OWS [ element ] )
 * OWS       = *( SP / HTAB )
 * ```
 *
 * Fields are scanned by index, never split: a comma may stand inside an element, and a scan copies only what it
 * returns.
 */

export const COMMA = 0x2c;
export const DQUOTE = 0x22;

const SPACE = 0x20;
const TAB = 0x09;

/** True for the two characters of OWS. What else Unicode calls white space is junk in a field. */
function isWhitespace(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}

/** The index of the first character at or after `at` that is not OWS. */
export function skipWhitespace(value: string, at: number): number {
  let next = at;
  while (isWhitespace(value.charCodeAt(next))) next += 1;
  return next;
}

/** True between two members of a list: OWS and commas, since empty members count for nothing. */
export function isSeparator(unit: number): boolean {
  return unit === COMMA || isWhitespace(unit);
}

/** As {@link skipWhitespace}, over commas too. */
export function skipSeparators(value: string, at: number): number {
  let next = at;
  while (isSeparator(value.charCodeAt(next))) next += 1;
  return next;
}

/** The index just after a member that starts at `start` and holds neither OWS nor commas. */
export function endOfMember(value: string, start: number): number {
  let at = start;
  while (at < value.length && !isSeparator(value.charCodeAt(at))) at += 1;
  return at;
}
