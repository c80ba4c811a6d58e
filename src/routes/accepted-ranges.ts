import type { RouteHandler } from '../metadata/route-handlers.js';
import { AcceptRangesMetadata, LastModifiedMetadata } from '../metadata/route-metadata.js';
import { explained } from '../util/explained.js';
import { isTagged, type Mistakes, type RouteTag } from './route-tag.js';

const MAX_RANGES = 50;

/** How many ranges a request to the route may name; undefined where the route serves none. */
export function maxRangesOf(route: RouteHandler, tag: RouteTag): number | undefined {
  const options = route.read(AcceptRangesMetadata);
  // On a class it holds for the routes that can serve ranges.
  if (!options || !isGet(route) || !hasValidator(route, tag)) return undefined;
  return options.maxRanges ?? MAX_RANGES;
}

export function* rangeMistakes(route: RouteHandler, tag: RouteTag): Mistakes {
  const isOwn = route.readOwn(AcceptRangesMetadata) !== undefined;
  const options = route.read(AcceptRangesMetadata);
  const { maxRanges = MAX_RANGES } = options ?? {};
  if (isOwn && !isGet(route))
    yield explained(
      'ranges-on-a-write',
      `@AcceptRanges() stands on a ${route.verb}, but a Range counts for GET only (RFC 9110, 14.2). Move it to the GET.`,
    );
  if (isOwn && !hasValidator(route, tag))
    yield explained(
      'ranges-without-a-validator',
      '@AcceptRanges() has no validator beside it, so that no client could tell whether two ranges are of one content. ' +
        'Add @ETag(), which takes the tag of a file from its size and date.',
    );
  if (options && tag.options.weak && isGet(route))
    yield explained(
      'ranges-of-a-weak-tag',
      'a weak tag never satisfies If-Range (RFC 9110, 13.1.5), so that no download could be resumed. ' +
        'Remove "weak: true" here, or @AcceptRanges().',
    );
  if (!Number.isInteger(maxRanges) || maxRanges <= 0)
    yield explained(
      'max-ranges',
      `"maxRanges" of @AcceptRanges() is ${maxRanges}; it takes a whole number from 1 on.`,
    );
}

function isGet({ verb }: RouteHandler): boolean {
  return verb === 'GET' || verb === 'ALL';
}

function hasValidator(route: RouteHandler, tag: RouteTag): boolean {
  return isTagged(tag) || route.read(LastModifiedMetadata) !== undefined;
}
