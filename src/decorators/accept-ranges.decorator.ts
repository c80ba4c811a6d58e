import type { AcceptRangesOptions } from '../options/accept-ranges-options.interface.js';
import { AcceptRangesMetadata } from '../metadata/route-metadata.js';
import { bound } from './bound.js';

/**
 * Serves byte ranges of what a GET route returns: 206 for one range or (as `multipart/byteranges`) for several, 416 for
 * none that is there, with If-Range, and without reading more than is sent.
 *
 * The handler returns a `StreamableFile` of a file stream, of a Buffer, or of any Readable whose `length` it states, or
 * a Buffer. Whatever else it returns is sent as it would be without. On a class it holds for its GET handlers.
 *
 * It needs a strong validator beside it, for a download to be resumed with: `@ETag()` is enough.
 *
 * @param options {@link AcceptRangesOptions}
 * @throws at start-up, naming the route: on a route that is no GET; without a validator; with a weak tag
 * @example
 * ```ts
 * @Get(':name') @ETag() @AcceptRanges()
 * download(@Param('name') name: string) {
 *   return new StreamableFile(createReadStream(pathOf(name)), { type: 'video/mp4' });
 * }
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14
 */
export function AcceptRanges(options: AcceptRangesOptions = {}): ClassDecorator & MethodDecorator {
  return bound(AcceptRangesMetadata(options));
}
