import { noteRoute, RouteOfRequest, type DecoratedRoute } from '../request/route-of-request.js';
import type { SeenCodings } from '../request/seen-codings.js';

type RouteHandler = (request: object, response: object, next: unknown) => unknown;

/** Registers a handler of a method under a path, as every `get`, `put`, … of Nest's adapters. */
type Register = (...args: unknown[]) => unknown;

/** The methods of the adapter by which Nest registers routes. */
const REGISTRARS =
  'all get head post put patch delete options search query propfind proppatch mkcol copy move lock unlock'.split(
    ' ',
  );

/**
 * Has an adapter note which decorated route a request has come to, before the guards of that route.
 *
 * @param routeOf which route a handler is registered for, if it is a decorated one
 */
export function noteRoutes(
  adapter: object,
  routeOf: (handler: object) => DecoratedRoute | undefined,
  seenCodings: SeenCodings,
): void {
  const registrars = adapter as Record<string, Register | undefined>;
  const noting = (arg: unknown): unknown => {
    const route = typeof arg === 'function' ? routeOf(arg) : undefined;
    return route ? notedFirst(arg as RouteHandler, route, seenCodings) : arg;
  };
  // Nest 11 knows fewer methods than Nest 12.
  for (const name of REGISTRARS.filter((known) => known in registrars)) {
    const register = registrars[name]!.bind(adapter);
    registrars[name] = (...args) => register(...args.map(noting));
  }
}

function notedFirst(handler: RouteHandler, route: DecoratedRoute, seenCodings: SeenCodings): RouteHandler {
  return (request, response, next) => {
    // A compressor has put its own `write` on the response: without that it could code no stream.
    const codings = Object.hasOwn(response, 'write') ? seenCodings : undefined;
    noteRoute(new RouteOfRequest(route, request, response, codings, next));
    return handler(request, response, next);
  };
}
