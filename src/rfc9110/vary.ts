/**
 * Vary: the request fields that select the representation.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
 *
 * ```text
 * Vary = #( "*" / field-name )
 * ```
 * Examples: `*`, `Accept-Encoding, Accept-Language`
 */
import { endOfMember, skipSeparators } from './list-rule.js';

/**
 * Adds field names to a Vary field value. Names are the same in any case; the first spelling and the order stay. `*`
 * stands for every name, so that nothing is left to add.
 * @param existing the field value so far, where there is one
 * @param fields field names, or lists of them
 * @returns the field value; empty where there is nothing to vary on
 * @example
 * mergeVary('Accept-Encoding', ['accept-encoding', 'Accept-Language']); // 'Accept-Encoding, Accept-Language'
 * mergeVary('*', ['Accept']); // '*'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5
 */
export function mergeVary(existing: string | undefined, fields: readonly string[]): string {
  const spellings = new Map<string, string>();
  for (const value of [existing ?? '', ...fields]) addNames(spellings, value);
  return spellings.has('*') ? '*' : [...spellings.values()].join(', ');
}

function addNames(spellings: Map<string, string>, value: string): void {
  let at = skipSeparators(value, 0);
  while (at < value.length) {
    const end = endOfMember(value, at);
    const name = value.slice(at, end);
    const key = name.toLowerCase();
    if (!spellings.has(key)) spellings.set(key, name);
    at = skipSeparators(value, end);
  }
}
