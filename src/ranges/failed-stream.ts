import { StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { fileLike } from './file-like.js';

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
