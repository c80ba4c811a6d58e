import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';

/**
 * The GETs that show what a write changes: those of its path, in whatever controller. None where any of its paths has
 * none. What parameters are called does not matter, and neither does a version that only one of the two names.
 */
export function readRoutesOf(write: RouteHandler, routes: readonly RouteHandler[]): RouteHandler[] {
  const reads = routes.filter(
    (route) => route.verb === 'GET' && route.hasRepresentation && sameVersion(route, write),
  );
  const byPath = pathsOf(write).map((path) => reads.filter((read) => pathsOf(read).includes(path)));
  return byPath.every(({ length }) => length > 0) ? byPath.flat() : [];
}

/** The paths of its controller and its own, each with each, without slashes around and the names of parameters. */
function pathsOf({ controller, handler }: RouteHandler): string[] {
  const [outer, inner] = [controller, handler].map((target) =>
    [Reflect.getMetadata(NEST.path, target) as string | string[]].flat(),
  );
  const paths = outer!.flatMap((prefix) => inner!.map((path) => `${prefix}/${path}`));
  return paths.map((path) => path.replaceAll(/:\w+/g, ':').split('/').filter(Boolean).join('/'));
}

function sameVersion(read: RouteHandler, write: RouteHandler): boolean {
  const [ofRead, ofWrite] = [versionsOf(read), versionsOf(write)];
  if (ofRead.length === 0 || ofWrite.length === 0) return true;
  return ofWrite.every((version) => ofRead.includes(version));
}

/** None where the application's default version counts, or every version does. */
function versionsOf({ controller, handler }: RouteHandler): unknown[] {
  const metadata: unknown =
    Reflect.getMetadata(NEST.version, handler) ?? Reflect.getMetadata(NEST.version, controller);
  return [metadata].flat().filter((version) => typeof version === 'string');
}
