import { Logger, StreamableFile } from '@nestjs/common';
import { orElse, toMaybePromise, type MaybePromise } from './maybe-promise.js';
import { messageOf } from './message-of.js';

const logger = new Logger('EtagModule');

/** What compose() and pipeline() say of having been destroyed. */
const CLOSED: ReadonlySet<unknown> = new Set(['ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE']);

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

/** Lets go of what a stream reads from, where something else is sent in its place. What fails then is logged. */
export function discardStream(value: unknown): void {
  // Others have methods of the same names: that of a model deletes its row.
  if (!isStream(value)) return;
  orElse(() => close(value instanceof StreamableFile ? value.getStream() : value), report);
}

function close(stream: unknown): MaybePromise<unknown> {
  if (hasMethod(stream, 'destroy')) return destroy(stream);
  if (hasMethod(stream, 'cancel')) return toMaybePromise(stream.cancel());
  if (!hasMethod(stream, Symbol.asyncIterator)) return undefined;
  const iterator: unknown = stream[Symbol.asyncIterator]();
  return hasMethod(iterator, 'return') ? toMaybePromise(iterator.return()) : undefined;
}

/** Node closes what is piped into a stream that is destroyed only where `pipeline()` or `compose()` made the pipe. */
function destroy(stream: Record<'destroy', () => unknown>): void {
  if (hasMethod(stream, 'on')) {
    stream.on('error', report);
    stream.on('unpipe', (source: unknown) => {
      // It may be piped into something else as well.
      if (hasMethod(source, 'listenerCount') && source.listenerCount('data') === 0) discardStream(source);
    });
  }
  stream.destroy();
}

function report(error: unknown): void {
  if (!saysClosed(error))
    logger.warn(`A stream that was not to be sent failed as it was closed: ${messageOf(error)}`);
}

function saysClosed(error: unknown): boolean {
  try {
    return CLOSED.has((error as { code?: unknown }).code);
  } catch {
    // It is nothing, or has a getter that throws.
    return false;
  }
}

function hasMethod<K extends PropertyKey>(
  value: unknown,
  name: K,
): value is Record<K, (...args: unknown[]) => unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Record<PropertyKey, unknown>>)[name] === 'function'
  );
}
