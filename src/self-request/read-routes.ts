import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';

/**
 * The GETs that show what a write changes: those of its path, in whatever controller. None where one of its paths, or one
 * of its versions, has none. What parameters are called does not matter.
 */
export function readRoutesOf(write: RouteHandler, routes: readonly RouteHandler[]): RouteHandler[] {
  const reads = routes.filter(({ verb, hasRepresentation }) => verb === 'GET' && hasRepresentation);
  const asked = pathsOf(write).flatMap((path) =>
    versionsOf(write).map((version) => reads.filter((read) => answers(read, path, version))),
  );
  return asked.every(({ length }) => length > 0) ? [...new Set(asked.flat())] : [];
}

function answers(read: RouteHandler, path: string, version: unknown): boolean {
  const versions = versionsOf(read);
  const same = typeof version !== 'string' || versions.includes(version);
  // Where only one of the two names a version, the other may have it by default.
  return pathsOf(read).includes(path) && (same || versions.some((named) => typeof named !== 'string'));
}

/** The paths of its controller and its own, each with each, without slashes around and the names of parameters. */
function pathsOf({ controller, handler }: RouteHandler): string[] {
  const [outer, inner] = [controller, handler].map((target) =>
    [Reflect.getMetadata(NEST.path, target) as string | string[]].flat(),
  );
  const paths = outer!.flatMap((prefix) => inner!.map((path) => `${prefix}/${path}`));
  return paths.map((path) => path.replaceAll(/:\w+/g, ':').split('/').filter(Boolean).join('/'));
}

/** Texts; or a symbol for every version, or undefined for whatever the application's default is. */
function versionsOf({ controller, handler }: RouteHandler): unknown[] {
  const versions: unknown =
    Reflect.getMetadata(NEST.version, handler) ?? Reflect.getMetadata(NEST.version, controller);
  return [versions].flat();
}
