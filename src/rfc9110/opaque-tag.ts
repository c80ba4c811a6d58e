/**
 * The opaque-tag: what stands between the quotes of an entity-tag (8.8.3).
 *
 * ```text
 * opaque-tag = DQUOTE *etagc DQUOTE
 * etagc      = %x21 / %x23-7E / obs-text     ; VCHAR except double quotes, plus obs-text
 * obs-text   = %x80-FF
 * ```
 *
 * There is no escaping: a backslash is a character like any other, and so is a comma.
 */

/** The source of a regular expression. */
export const ETAGC = '[!\\x23-\\x7e\\x80-\\xff]';

/** Visible ASCII other than `"` and `%`, and all the rest. */
const KEPT = /^[!#$&-~]*$/;
const NOT_KEPT = /[^!#$&-~]/g;
const ENCODED = /%(?:u([0-9A-F]{4})|([0-9A-F]{2}))/g;

/**
 * Writes any string as an ASCII opaque-tag, so that nothing can break the field it is sent in.
 *
 * Visible ASCII other than `"` and `%` is kept. Every other UTF-16 code unit becomes `%XX`, or `%uXXXX` above 0xFF. Two
 * texts never share an encoding, since `%` itself is encoded and `u` is no hexadecimal digit. obs-text is legal, but
 * encoded too: intermediaries disagree about its character set.
 *
 * @example
 * encodeOpaque('42.k7f3'); // '42.k7f3', the same string
 * encodeOpaque('50 %'); // '50%20%25'
 * encodeOpaque('naïve ☂'); // 'na%EFve%20%u2602'
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function encodeOpaque(text: string): string {
  return KEPT.test(text) ? text : text.replaceAll(NOT_KEPT, encodeUnit);
}

function encodeUnit(unit: string): string {
  const hex = unit.charCodeAt(0).toString(16).toUpperCase();
  return hex.length > 2 ? `%u${hex.padStart(4, '0')}` : `%${hex.padStart(2, '0')}`;
}

/**
 * Reads back what {@link encodeOpaque} wrote, or gives undefined for a text that it never writes.
 * @example
 * decodeOpaque('50%20%25'); // '50 %'
 * decodeOpaque('50%'); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function decodeOpaque(opaque: string): string | undefined {
  if (KEPT.test(opaque)) return opaque;
  const text = opaque.replaceAll(ENCODED, decodeUnit);
  // Writing it again finds every escape that is cut short, misspelt or needless, and every stray character.
  return encodeOpaque(text) === opaque ? text : undefined;
}

function decodeUnit(_: string, long: string | undefined, short: string): string {
  return String.fromCharCode(Number.parseInt(long ?? short, 16));
}
