import { arrive, type DecoratedRoute } from '../exchange/arrival.js';

/** An Express application, as far as its settings go. */
interface ExpressApplication {
  get(setting: string): unknown;
}

interface ExpressResponse {
  readonly app: ExpressApplication;
}

type RouteHandler = (request: object, response: ExpressResponse, next: unknown) => unknown;

/** What a decorated route is registered with. */
export interface MarkedRoute {
  /** Express's own tags are out of place on it. */
  readonly isSilent: boolean;
  readonly route: DecoratedRoute;
}

/** Registers a handler of a method under a path, as every `get`, `put`, … of Nest's Express adapter. */
type Register = (...args: unknown[]) => unknown;

/** The methods of the adapter by which Nest registers routes. */
const REGISTRARS =
  'all get head post put patch delete options search query propfind proppatch mkcol copy move lock unlock'.split(
    ' ',
  );

/** What the responses of silent routes have in place of Express's own. */
export type Overrides = Readonly<Record<PropertyKey, unknown>>;

/**
 * Has an adapter silence Express on the marked routes, from before their guards: an error of a guard is tagged no more
 * than one of the handler. And notes which route a request has arrived at.
 *
 * @param markOf what a route's handler is marked with
 * @param overridesOf what responses with a prototype get in place of what that has
 */
export function silenceRoutes(
  adapter: object,
  markOf: (handler: object) => MarkedRoute | undefined,
  overridesOf: (prototype: object) => Overrides,
): void {
  const registrars = adapter as Record<string, Register | undefined>;
  const silence = new Silence(overridesOf);
  const prepared = (arg: unknown): unknown => {
    const mark = typeof arg === 'function' ? markOf(arg) : undefined;
    return mark ? wrapped(arg as RouteHandler, mark, silence) : arg;
  };
  // Nest 11 knows fewer methods than Nest 12.
  for (const name of REGISTRARS.filter((known) => known in registrars)) {
    const register = registrars[name]!.bind(adapter);
    registrars[name] = (...args) => register(...args.map(prepared));
  }
}

function wrapped(handler: RouteHandler, { isSilent, route }: MarkedRoute, silence: Silence): RouteHandler {
  return (request, response, next) => {
    if (isSilent) silence.of(request, response);
    arrive(request, { route, response, next });
    return handler(request, response, next);
  };
}

/**
 * Keeps Express's own tag and freshness check away: `fresh` takes malformed dates for a match and splits tags at
 * commas, and the automatic tag goes on error and PUT responses too.
 *
 * It does so by prototypes of its own, made once: properties of each request and response would cost every one of them.
 */
class Silence {
  private readonly requests = new WeakMap<object, object>();
  private readonly responses = new WeakMap<object, object>();

  constructor(private readonly overridesOf: (prototype: object) => Overrides) {}

  of(request: object, response: ExpressResponse): void {
    quieten(request, this.requests, () => ({ fresh: false }));
    quieten(response, this.responses, (prototype) => ({
      app: quiet((prototype as ExpressResponse).app),
      ...this.overridesOf(prototype),
    }));
  }
}

/** Puts properties between an object and its prototype, once: a request may pass several routes, by version or `next()`. */
function quieten(
  target: object,
  made: WeakMap<object, object>,
  properties: (prototype: object) => Overrides,
): void {
  const prototype = Object.getPrototypeOf(target) as object;
  let between = made.get(prototype);
  if (!between) {
    between = Object.create(prototype, descriptors(properties(prototype))) as object;
    made.set(prototype, between).set(between, between);
  }
  Object.setPrototypeOf(target, between);
}

/** An application without an automatic tag. */
function quiet(app: ExpressApplication): ExpressApplication {
  const get = (setting: string): unknown => (setting === 'etag fn' ? undefined : app.get(setting));
  return Object.create(app, { get: { value: get } }) as ExpressApplication;
}

function descriptors(properties: Overrides): PropertyDescriptorMap {
  return Object.fromEntries(
    Reflect.ownKeys(properties).map((key) => [
      key,
      { value: properties[key], configurable: true, writable: true },
    ]),
  );
}
