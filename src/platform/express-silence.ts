/** An Express application, as far as its settings go. */
interface ExpressApplication {
  get(setting: string): unknown;
}

interface ExpressResponse {
  app: ExpressApplication;
}

type RouteHandler = (request: object, response: ExpressResponse, next: unknown) => unknown;

/** Registers a handler of a method under a path, as every `get`, `put`, … of Nest's Express adapter. */
type Register = (...args: unknown[]) => unknown;

/** The methods of the adapter by which Nest registers routes. */
const REGISTRARS =
  'all get head post put patch delete options search query propfind proppatch mkcol copy move lock unlock'.split(
    ' ',
  );

/** One stand-in for an application, since one application serves all its responses. */
const standIns = new WeakMap<ExpressApplication, ExpressApplication>();

/**
 * Has an adapter silence Express on the marked routes, from before their guards: an error of a guard is tagged no more
 * than one of the handler.
 *
 * @param isMarked whether a route's handler is one to silence
 */
export function silenceRoutes(adapter: object, isMarked: (handler: object) => boolean): void {
  const registrars = adapter as Record<string, Register | undefined>;
  // Nest 11 knows fewer methods than Nest 12.
  for (const name of REGISTRARS.filter((known) => known in registrars)) {
    const register = registrars[name]!.bind(adapter);
    registrars[name] = (...args) =>
      register(...args.map((arg) => (isHandler(arg) && isMarked(arg) ? silenced(arg) : arg)));
  }
}

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === 'function';
}

function silenced(handler: RouteHandler): RouteHandler {
  return (request, response, next) => {
    silence(request, response);
    return handler(request, response, next);
  };
}

/**
 * Keeps Express's own tag and freshness check away: `fresh` takes malformed dates for a match and splits tags at
 * commas, and the automatic tag goes on error and PUT responses too.
 */
function silence(request: object, response: ExpressResponse): void {
  Object.defineProperty(request, 'fresh', { value: false, configurable: true, writable: true });
  const { app } = response;
  let quiet = standIns.get(app);
  if (!quiet) {
    const get = (setting: string) => (setting === 'etag fn' ? undefined : app.get(setting));
    quiet = Object.create(app, { get: { value: get } }) as ExpressApplication;
    standIns.set(app, quiet);
  }
  response.app = quiet;
}
