import rangeParser from 'range-parser';
import { parseByteRanges, type ByteRangeSpec } from '../rfc9110/index.js';
import type { ByteRange } from './byte-source.interface.js';

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
  const text = specs.map((spec) => withinSize(spec, size)).join();
  const ranges = rangeParser(size, `bytes=${text}`, { combine: true });
  return typeof ranges === 'number' ? 'unsatisfiable' : ranges;
}

/**
 * A range as range-parser is to read it: it takes a suffix longer than the representation for unsatisfiable, where the
 * whole is meant (14.1.2), and does not know numbers so long that they are infinite.
 */
function withinSize(spec: ByteRangeSpec, size: number): string {
  if ('suffix' in spec) return `-${Math.min(spec.suffix, size)}`;
  const { first, last = size } = spec;
  return `${Math.min(first, size)}-${Math.min(last, size)}`;
}
