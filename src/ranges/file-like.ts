import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';

type Options = StreamableFile['options'];

/** The first versions of Nest 11 have `destroy`, but their types do not say so. */
type Failing = Parameters<StreamableFile['errorHandler']>[1] & { destroy?(error: Error): void };

/**
 * A StreamableFile like another, with content of its own: type, disposition and error handlers stay. Once a part of it is
 * sent, an error can only be shown by breaking off.
 */
export function fileLike(
  file: StreamableFile,
  content: Readable | Uint8Array,
  changed: Options = {},
): StreamableFile {
  const options = { ...file.getHeaders(), ...changed } as Options;
  return new StreamableFile(content as Readable, options)
    .setErrorLogger(file.errorLogger)
    .setErrorHandler((error, response: Failing) => {
      if (!response.headersSent) return file.errorHandler(error, response);
      file.errorLogger(error);
      response.destroy?.(error);
    });
}

/** Whether a file could not be opened, or its stream failed otherwise, before anybody read it. */
export function hasFailed(value: unknown): value is StreamableFile {
  return value instanceof StreamableFile && Boolean(value.getStream().errored);
}

/** The same failure for whoever reads it: Nest 11 waits for an error that has been and gone. */
export function failingAgain(file: StreamableFile): StreamableFile {
  const { errored } = file.getStream();
  const failing: Readable = new Readable({ read: () => failing.destroy(errored!) });
  return fileLike(file, failing);
}
