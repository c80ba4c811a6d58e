/**
 * The opaque-tag: what stands between the quotes of an entity-tag.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 *
 * ```text
 * opaque-tag = DQUOTE *etagc DQUOTE
 * etagc      = %x21 / %x23-7E / obs-text     ; VCHAR except double quotes, plus obs-text
 * obs-text   = %x80-FF
 * ```
 *
 * There is no escaping: a backslash is a character like any other, and so is a comma.
 */

const PERCENT = 0x25;

/** True for a code unit that may stand in an opaque-tag. Past the end of a string (`NaN`) it is false. */
export function isEtagc(unit: number): boolean {
  return unit === 0x21 || (unit >= 0x23 && unit <= 0x7e) || (unit >= 0x80 && unit <= 0xff);
}

/** True where every character of the text may stand in an opaque-tag as it is. */
export function isOpaque(text: string): boolean {
  let at = 0;
  while (isEtagc(text.charCodeAt(at))) at += 1;
  return at === text.length;
}

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
  let encoded = '';
  let kept = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (isKept(unit)) continue;
    encoded += text.slice(kept, at) + encodeUnit(unit);
    kept = at + 1;
  }
  return kept === 0 ? text : encoded + text.slice(kept);
}

function isKept(unit: number): boolean {
  return unit < 0x7f && unit !== PERCENT && isEtagc(unit);
}

function encodeUnit(unit: number): string {
  const hex = unit.toString(16).toUpperCase();
  return unit > 0xff ? `%u${hex.padStart(4, '0')}` : `%${hex.padStart(2, '0')}`;
}

/**
 * Reads back what {@link encodeOpaque} wrote, or gives undefined for a text that it never writes.
 * @example
 * decodeOpaque('50%20%25'); // '50 %'
 * decodeOpaque('50%'); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3
 */
export function decodeOpaque(opaque: string): string | undefined {
  let text = '';
  for (let at = 0; at < opaque.length; at += 1) {
    if (opaque.charCodeAt(at) !== PERCENT) {
      text += opaque[at];
      continue;
    }
    const [from, digits] = opaque[at + 1] === 'u' ? [at + 2, 4] : [at + 1, 2];
    text += String.fromCharCode(Number.parseInt(opaque.slice(from, from + digits), 16));
    at = from + digits - 1;
  }
  // Writing it again finds every escape that is cut short, misspelt or needless, and every stray character.
  return encodeOpaque(text) === opaque ? text : undefined;
}
