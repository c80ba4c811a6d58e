import type { RouteHandler } from '../metadata/route-handlers.js';
import { AcceptRangesMetadata, LastModifiedMetadata } from '../metadata/route-metadata.js';
import { isTagged, type Checks, type RouteTag } from './route-tag.js';

const MAX_RANGES = 50;

/** How many ranges a request to the route may name; undefined where the route serves none. */
export function maxRangesOf(route: RouteHandler, tag: RouteTag): number | undefined {
  const options = route.read(AcceptRangesMetadata);
  // On a class it holds for the routes that can serve ranges.
  if (!options || !isGet(route) || !hasValidator(route, tag)) return undefined;
  return options.maxRanges ?? MAX_RANGES;
}

/** What can be wrong with the `@AcceptRanges()` of a route. */
export const RANGE_CHECKS: Checks = {
  rangeOfGet: (route) => {
    if (!route.readOwn(AcceptRangesMetadata) || isGet(route)) return undefined;
    return `@AcceptRanges() stands on a ${route.verb}, but a Range counts for GET only (RFC 9110, 14.2). Move it to the GET.`;
  },
  rangeHasValidator: (route, tag) => {
    if (!route.readOwn(AcceptRangesMetadata) || hasValidator(route, tag)) return undefined;
    return (
      '@AcceptRanges() has no validator beside it, so that no client could tell whether two ranges are of one content. ' +
      'Add @ETag(), which takes the tag of a file from its size and date.'
    );
  },
  rangeHasStrongTag: (route, { options }) => {
    if (!options.weak || !isGet(route) || !route.read(AcceptRangesMetadata)) return undefined;
    return (
      'a weak tag never satisfies If-Range (RFC 9110, 13.1.5), so that no download could be resumed. ' +
      'Remove "weak: true" here, or @AcceptRanges().'
    );
  },
  maxRangesIsCount: (route) => {
    const { maxRanges = MAX_RANGES } = route.read(AcceptRangesMetadata) ?? {};
    if (Number.isInteger(maxRanges) && maxRanges > 0) return undefined;
    return `"maxRanges" of @AcceptRanges() is ${maxRanges}; it takes a whole number from 1 on.`;
  },
};

function isGet({ verb }: RouteHandler): boolean {
  return verb === 'GET' || verb === 'ALL';
}

function hasValidator(route: RouteHandler, tag: RouteTag): boolean {
  return isTagged(tag) || route.read(LastModifiedMetadata) !== undefined;
}
