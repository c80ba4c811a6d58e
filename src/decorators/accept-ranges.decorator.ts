import type { AcceptRangesOptions } from '../options/etag-options.interface.js';
import { AcceptRangesMetadata } from '../metadata/route-metadata.js';
import { bound, type RouteDecorator } from './bound.js';

/**
 * Serves byte ranges of what a GET route returns: 206 for one range, or for several as `multipart/byteranges`, and 416
 * where none of them is there. If-Range is evaluated, and no more is read than is sent.
 *
 * The handler returns a Buffer, or a `StreamableFile` of a Buffer, of a file stream, or of any Readable whose `length`
 * it states. Anything else is sent whole. A download is resumed with a strong validator: `@ETag()` beside it is enough.
 * On a class it holds for its GET handlers.
 *
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
export function AcceptRanges(options: AcceptRangesOptions = {}): RouteDecorator {
  return bound(AcceptRangesMetadata(options));
}
