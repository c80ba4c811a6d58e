import { StreamableFile } from '@nestjs/common';
import type { Stats } from 'node:fs';
import type { MaybePromise } from '../util/maybe-promise.js';
import type { EntityTag } from '../rfc9110/index.js';
import { explained } from '../util/explained.js';
import { openFile } from './open-file.js';

/** What a file's tag is made of; `fs.Stats` has it. */
export type FileStats = Pick<Stats, 'size' | 'mtimeMs'>;

/** Within it, a file may change once more without its modification date showing it. Milliseconds. */
const JUST_CHANGED = 1000;

/**
 * The entity-tag of a file: its size and its modification date in milliseconds, so that every server that has the file
 * with the same date makes the same tag.
 *
 * Weak while the date is within a second of now (or in the future): the file may still change within what its date can
 * tell. From then on it is strong.
 *
 * It takes the `Stats` a `current` answers and the `StreamableFile` a handler returns, which makes it the one function
 * of both. With it a route sends `Last-Modified` too, unless it says otherwise.
 *
 * @param file `fs.Stats`, or whatever has its `size` (bytes) and `mtimeMs` (epoch milliseconds); or a StreamableFile
 * @param now epoch milliseconds; the present by default
 * @returns the tag; of a StreamableFile a promise of it, or of undefined where it is not made of a file
 * @throws TypeError where it is given anything else
 * @example
 * ```ts
 * @Get(':name')
 * @ETag({ tag: fileTag, current: currentFrom(Files, (files, request) => files.stat(request.params.name)) })
 * download(@Param('name') name: string) {
 *   return new StreamableFile(createReadStream(pathOf(name)));
 * }
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.1
 */
export function fileTag(file: FileStats, now?: number): EntityTag;
export function fileTag(file: FileStats | StreamableFile, now?: number): MaybePromise<EntityTag | undefined>;
export function fileTag(
  file: FileStats | StreamableFile,
  now = Date.now(),
): MaybePromise<EntityTag | undefined> {
  if (file instanceof StreamableFile) return openFile(file).then((open) => open && tagOf(open, now));
  if (!Number.isFinite(file.size) || !Number.isFinite(file.mtimeMs)) {
    throw new TypeError(
      explained('file-tag', 'fileTag() takes the size and mtimeMs of a file, or a StreamableFile.'),
    );
  }
  return tagOf(file, now);
}

function tagOf({ size, mtimeMs }: FileStats, now: number): EntityTag {
  const modified = Math.floor(mtimeMs);
  return { weak: now - modified < JUST_CHANGED, opaque: `${size.toString(16)}-${modified.toString(16)}` };
}
