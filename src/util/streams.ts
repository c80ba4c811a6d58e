import { Logger, StreamableFile } from '@nestjs/common';
import { orElse, toMaybePromise, type MaybePromise } from './maybe-promise.js';
import { messageOf } from './message-of.js';
import { explained } from './explained.js';

type Method = (...args: unknown[]) => unknown;

const logger = new Logger('EtagModule');

/** The codes by which compose() and pipeline() say that they were destroyed. */
const CLOSED: ReadonlySet<unknown> = new Set(['ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Whether a value is sent piece by piece. Streams are never buffered, so that their bytes have no hash. */
export function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    value instanceof StreamableFile ||
    'pipe' in value ||
    'getReader' in value ||
    Symbol.asyncIterator in value
  );
}

/** Closes a stream that is not sent, and what it reads from. What fails then is logged. */
export function discardStream(value: unknown): void {
  // Other objects have such methods too: the `destroy()` of a model deletes its row.
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

/** Node closes the source of a destroyed stream only where `pipeline()` or `compose()` made the pipe. */
function destroy(stream: Record<'destroy', Method>): void {
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
  // It may be nothing, or have a getter that throws.
  const saysClosed = orElse(
    () => CLOSED.has((error as { code?: unknown }).code),
    () => false,
  );
  if (saysClosed) return;
  logger.warn(
    explained(
      'stream-fails-as-it-is-closed',
      `A stream that was not to be sent failed as it was closed: ${messageOf(error)}`,
    ),
  );
}

function hasMethod<K extends PropertyKey>(value: unknown, name: K): value is Record<K, Method> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
