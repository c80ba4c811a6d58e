import { parseByteRanges, parseIfRange, rangeApplies, type ByteRangeSpec } from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { ByteRange, ByteSource } from './byte-source.js';

/** What a request says of ranges. */
export interface RangeRequest {
  readonly method: string;
  /** The fields Range and If-Range. */
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  /** How many ranges it may name before its Range is ignored. */
  readonly maxRanges: number;
}

/** Undefined where all is to be sent: no Range, a Range to be ignored (on HEAD, say), or an If-Range of another version. */
export function requestedRanges(
  { method, range, ifRange, maxRanges }: RangeRequest,
  selected: Validators,
  { size, ascending }: ByteSource,
): readonly ByteRange[] | 'unsatisfiable' | undefined {
  if (method !== 'GET' || range === undefined) return undefined;
  const condition = ifRange === undefined ? undefined : parseIfRange(ifRange);
  if (!rangeApplies(condition, selected)) return undefined;
  const ranges = satisfiableRanges(range, size, maxRanges);
  return ascending && Array.isArray(ranges)
    ? ranges.toSorted((a: ByteRange, b: ByteRange) => a.start - b.start)
    : ranges;
}

/**
 * The ranges a Range field names of `size` bytes, in its order; those that overlap or touch are one. Undefined where the
 * field is to be ignored (RFC 9110, 14.2): it is invalid, of another unit, or names more than `most` ranges; or it asks for
 * the last bytes of no bytes, which a 206 could not express.
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
