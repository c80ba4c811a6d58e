import { parseByteRanges, type ByteRangeSpec } from '../rfc9110/index.js';
import type { ByteRange } from './byte-source.js';

/**
 * The ranges a Range field names of a representation, in the order it names them; those that overlap or touch are one.
 *
 * Undefined where the field is to be ignored (RFC 9110, 14.2): it is invalid, of another unit, or names more ranges than
 * a server has to put up with; or it asks for the last bytes of no bytes, which a 206 could not express.
 *
 * @param size of the representation, in bytes
 * @param most how many ranges the field may name
 */
export function satisfiableRanges(
  field: string,
  size: number,
  most: number,
): readonly ByteRange[] | 'unsatisfiable' | undefined {
  const specs = parseByteRanges(field);
  if (!specs || specs.length > most) return undefined;
  if (size === 0 && specs.some((spec) => 'suffix' in spec && spec.suffix > 0)) return undefined;
  const ranges = specs.map((spec) => withinSize(spec, size)).filter(({ start, end }) => start <= end);
  return ranges.length > 0 ? merged(ranges) : 'unsatisfiable';
}

/** The part of a range that is there; none of it is where it starts behind its end. */
function withinSize(spec: ByteRangeSpec, size: number): ByteRange {
  if ('suffix' in spec) return { start: Math.max(0, size - spec.suffix), end: size - 1 };
  return { start: spec.first, end: Math.min(spec.last ?? size, size - 1) };
}

/** One range for those that overlap or touch; in which place is the server's choice (15.3.7.2). */
function merged(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const groups: { start: number; end: number; at: number }[] = [];
  const ordered = ranges.map((range, at) => ({ ...range, at })).toSorted((a, b) => a.start - b.start);
  for (const { start, end, at } of ordered) {
    const group = groups.at(-1);
    if (!group || start > group.end + 1) groups.push({ start, end, at });
    else if (end > group.end) Object.assign(group, { end, at: Math.min(group.at, at) });
  }
  return groups.toSorted((a, b) => a.at - b.at).map(({ start, end }) => ({ start, end }));
}
