/**
 * Texts whose characters have fixed positions, as those of an HTTP-date have.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */

const ZERO = 0x30;
const NINE = 0x39;
const SPACE = 0x20;

/**
 * True where the text has the form from `at` on. In a form, `0` stands for a digit, `_` for a space or a digit,
 * `*` for any character (a name, to be looked up by the caller), and any other character for itself.
 */
export function fits(text: string, at: number, form: string): boolean {
  for (let index = 0; index < form.length; index += 1) {
    if (!fitsUnit(text.charCodeAt(at + index), form.charAt(index))) return false;
  }
  return true;
}

/** The number that `length` digits say, a leading space counting as a zero; the digits are known to be there. */
export function numberAt(text: string, at: number, length: number): number {
  return Number(text.slice(at, at + length));
}

function fitsUnit(unit: number, symbol: string): boolean {
  if (symbol === '*') return true;
  if (symbol === '0') return isDigit(unit);
  if (symbol === '_') return unit === SPACE || isDigit(unit);
  return unit === symbol.charCodeAt(0);
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE;
}
