import { explained } from '../util/explained.js';

/** Positions of the first byte and of the last, both of them included (RFC 9110, 14.1.2). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A representation whose bytes can be read from any place on. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Its ranges can only be read in ascending order, and none of them twice. */
  readonly ascending: boolean;
  /** It may change its size while it is sent: even the whole of it is read as a range. */
  readonly growing: boolean;
  /** Reads exactly the bytes of a range. It throws where there are fewer: a part cut short must not look complete. */
  read(range: ByteRange): AsyncIterable<Uint8Array>;
  /** Lets go of what it reads from: a read under way may fail, and none may come after it. */
  close(): void;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-14.4 */
export function contentRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

/** The error of a source that has fewer bytes than were announced. */
export function cutShort(missing: number): Error {
  return new Error(
    explained(
      'content-too-short',
      `The content ended ${missing} bytes before the length it was announced with.`,
    ),
  );
}
