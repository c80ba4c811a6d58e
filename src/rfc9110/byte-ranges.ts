/**
 * The byte ranges of a Range field.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2
 *
 * ```text
 * Range        = range-unit "=" range-set
 * range-set    = 1#( int-range / suffix-range )
 * int-range    = first-pos "-" [ last-pos ]
 * suffix-range = "-" suffix-length
 * ```
 * Examples: `bytes=0-499`, `bytes=500-`, `bytes=-500`, `bytes=0-0,-1`
 */
/** One range as the client wrote it: from a position, up to and including another one, or so many bytes of the end. */
export type ByteRangeSpec =
  { readonly first: number; readonly last?: number | undefined } | { readonly suffix: number };

const UNIT = /^bytes=/i;
const SPEC = /^[ \t]*(\d*)-(\d*)[ \t]*$/;
/** Members of a list that count for nothing (5.6.1.2). */
const EMPTY = /^[ \t]*$/;

/**
 * Reads a Range in bytes. The whole value is to be ignored (14.2) where it has another unit, or where one of its ranges
 * is malformed or ends before it begins.
 * @returns the ranges in the client's order, at least one; undefined where the value is to be ignored
 * @example
 * parseByteRanges('bytes=0-499, -1'); // [{ first: 0, last: 499 }, { suffix: 1 }]
 * parseByteRanges('bytes=5-2'); // undefined
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.2
 */
export function parseByteRanges(value: string): readonly ByteRangeSpec[] | undefined {
  if (!UNIT.test(value)) return undefined;
  const set = value.replace(UNIT, '');
  const members = set.split(',').filter((member) => !EMPTY.test(member));
  const specs = members.map(specOf).filter((spec) => spec !== undefined);
  return specs.length > 0 && specs.length === members.length ? specs : undefined;
}

function specOf(text: string): ByteRangeSpec | undefined {
  const [, first, last] = SPEC.exec(text) ?? [];
  if (!first && !last) return undefined;
  if (!first) return { suffix: Number(last) };
  if (!last) return { first: Number(first) };
  return Number(last) < Number(first) ? undefined : { first: Number(first), last: Number(last) };
}
