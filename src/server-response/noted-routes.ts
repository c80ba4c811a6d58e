import { forgetRoute, type DecoratedRoute } from '../request/route-of-request.js';

type Next = (error?: unknown) => unknown;
type RouteHandler<Response> = (request: object, response: Response, next: Next) => unknown;

/** Registers a handler of a method under a path, as every `get`, `put`, … of Nest's adapters. */
type Register = (...args: unknown[]) => unknown;

/** The methods of the adapter by which Nest registers routes. */
const REGISTRARS =
  'all get head post put patch delete options search query propfind proppatch mkcol copy move lock unlock'.split(
    ' ',
  );

/**
 * Has an adapter tell of every request that comes to a decorated route, before the guards of that route.
 *
 * @param routeOf which route a handler is registered for, if it is a decorated one
 */
export function noteRoutes<Response>(
  adapter: object,
  routeOf: (handler: object) => DecoratedRoute | undefined,
  arrived: (route: DecoratedRoute, ...args: Parameters<RouteHandler<Response>>) => void,
): void {
  const registrars = adapter as Record<string, Register | undefined>;
  const noting = (arg: unknown, path: unknown): unknown => {
    const found = typeof arg === 'function' ? routeOf(arg) : undefined;
    if (!found) return arg;
    const route = { ...found, path: typeof path === 'string' ? path : '' };
    return (request: object, response: Response, next: Next) => {
      const handOn = handingOn(request, next);
      arrived(route, request, response, handOn);
      return (arg as RouteHandler<Response>)(request, response, handOn);
    };
  };
  // Nest 11 knows fewer methods than Nest 12.
  for (const name of REGISTRARS.filter((known) => known in registrars)) {
    const register = registrars[name]!.bind(adapter);
    registrars[name] = (...args) => register(...args.map((arg) => noting(arg, args[0])));
  }
}

/** A route of another version or host hands a request on, to a route that may have no decorator. */
function handingOn(request: object, next: Next): Next {
  return (error) => {
    if (error === undefined) forgetRoute(request);
    return next(error);
  };
}
