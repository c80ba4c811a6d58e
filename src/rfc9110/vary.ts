/**
 * Vary: the request fields that select the representation (12.5.5).
 *
 * ```text
 * Vary = #( "*" / field-name )
 * ```
 * Examples: `*`, `Accept-Encoding, Accept-Language`
 */

/** Between two names. What is empty between two of them counts for nothing (5.6.1.2). */
const SEPARATORS = /[ \t,]/;

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
  for (const name of [existing ?? '', ...fields].join().split(SEPARATORS)) {
    const key = name.toLowerCase();
    if (name !== '' && !spellings.has(key)) spellings.set(key, name);
  }
  return spellings.has('*') ? '*' : [...spellings.values()].join(', ');
}
