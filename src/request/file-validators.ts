import type { StreamableFile } from '@nestjs/common';
import type { MaybePromise } from '../util/maybe-promise.js';
import type { RoutePlan } from './route-plan.interface.js';
import { clampLastModified } from '../rfc9110/index.js';
import { fileTag } from '../tags/file-tag.js';
import { openFile } from '../tags/open-file.js';
import type { Validators } from '../tags/validators.js';

/**
 * The validators of a file stream: what the route's plan made of it, and what only the file knows. Its tag stands in
 * for the hash of a body that is never read as a whole.
 */
export async function fileValidators(
  { bodyHash }: RoutePlan,
  file: StreamableFile,
  made: MaybePromise<Validators>,
): Promise<Validators> {
  const { etag, lastModified } = await made;
  const open = await openFile(file);
  if (!open) return { etag, lastModified };
  return {
    etag: etag ?? bodyHash?.ofFile(fileTag(open)),
    lastModified: lastModified ?? clampLastModified(open.mtimeMs),
  };
}
