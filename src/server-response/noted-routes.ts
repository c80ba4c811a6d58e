import type { DecoratedRoute } from '../request/route-of-request.js';

type RouteHandler<Response> = (request: object, response: Response, next: unknown) => unknown;

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
  const noting = (arg: unknown): unknown => {
    const route = typeof arg === 'function' ? routeOf(arg) : undefined;
    if (!route) return arg;
    return (...args: Parameters<RouteHandler<Response>>) => {
      arrived(route, ...args);
      return (arg as RouteHandler<Response>)(...args);
    };
  };
  // Nest 11 knows fewer methods than Nest 12.
  for (const name of REGISTRARS.filter((known) => known in registrars)) {
    const register = registrars[name]!.bind(adapter);
    registrars[name] = (...args) => register(...args.map(noting));
  }
}
