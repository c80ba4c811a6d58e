import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';

/**
 * The GETs that show what a write changes: those of its path, in whatever controller or module. What parameters are called does
 * not matter.
 */
export function readsOfSamePath(write: RouteHandler, routes: readonly RouteHandler[]): RouteHandler[] {
  const reads = routes.filter(({ verb, hasRepresentation }) => verb === 'GET' && hasRepresentation);
  const paths = new Set(write.paths.map(withoutNames));
  return reads.filter(
    (read) =>
      read.paths.some((path) => paths.has(withoutNames(path))) &&
      sharesVersion(read, write) &&
      sharesHost(read, write),
  );
}

function withoutNames(path: string): string {
  return path.replaceAll(/:\w+/g, ':');
}

/** Where only one of the two names a version, the other may have it by default. */
function sharesVersion(one: RouteHandler, other: RouteHandler): boolean {
  const [ones, others] = [versionsOf(one), versionsOf(other)];
  return (
    [...ones, ...others].some((version) => typeof version !== 'string') ||
    ones.some((version) => others.includes(version))
  );
}

/** Texts; or a symbol for every version, or undefined for whatever the application's default is. */
function versionsOf({ controller, handler }: RouteHandler): unknown[] {
  const versions: unknown =
    Reflect.getMetadata(NEST.version, handler) ?? Reflect.getMetadata(NEST.version, controller);
  return [versions].flat();
}

function sharesHost(one: RouteHandler, other: RouteHandler): boolean {
  const [ones, others] = [one, other].map(
    ({ controller }) => Reflect.getMetadata(NEST.host, controller) as unknown,
  );
  return ones === undefined || others === undefined || String(ones) === String(others);
}
