import { StreamableFile } from '@nestjs/common';

/** What a handler may return to be sent piece by piece; it is never buffered, so its bytes have no hash. */
export function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    value instanceof StreamableFile ||
    'pipe' in value ||
    'getReader' in value ||
    Symbol.asyncIterator in value
  );
}

/** Lets go of what a stream reads from, where a 304 or 412 is sent in its place. */
export function discardStream(value: unknown): void {
  const stream: unknown = value instanceof StreamableFile ? value.getStream() : value;
  if (hasMethod(stream, 'destroy')) stream.destroy();
  else if (hasMethod(stream, 'cancel')) void stream.cancel();
}

function hasMethod<K extends string>(value: unknown, name: K): value is Record<K, () => unknown> {
  return typeof value === 'object' && value !== null && name in value;
}
