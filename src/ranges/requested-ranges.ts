import { parseIfRange, rangeApplies } from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { ByteRange, ByteSource } from './byte-source.js';
import { satisfiableRanges } from './satisfiable.js';

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
