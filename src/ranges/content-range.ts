import type { ByteRange } from './byte-source.interface.js';

/** https://www.rfc-editor.org/rfc/rfc9110#section-14.4 */
export function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}
