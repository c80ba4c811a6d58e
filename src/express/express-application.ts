import { forgetRoute } from '../request/route-of-request.js';
import type { SendingResponse } from '../server-response/server-response.platform.js';

/** The parts of Express's response (4 and 5 alike) that the module uses. */
export interface ExpressResponse extends SendingResponse {
  app: Pick<ExpressApplication, 'get'>;
}

export type Send = (this: ExpressResponse, body?: unknown) => ExpressResponse;

/** An Express application: its settings, and what its requests and responses inherit from it. */
export interface ExpressApplication {
  readonly request: object;
  readonly response: ExpressResponse;
  /** What every request comes to first. */
  handle: (this: unknown, request: object, ...others: unknown[]) => unknown;
  get(setting: string): unknown;
}

/**
 * Stands in the way of an application's responses, in what all of them inherit: to change each response would cost more
 * than everything else that is done with it. Undecorated routes pass through.
 *
 * @param sendThrough makes the `send` of every response, which goes on with the original one
 * @param isSilent whether Express's own freshness check is to find nothing fresh: it takes malformed dates for a match,
 * and splits tags at commas
 */
export function interpose(
  application: ExpressApplication,
  sendThrough: (original: Send) => Send,
  isSilent: (request: object) => boolean,
): void {
  const { request, response, handle } = application;
  application.handle = function (incoming, ...others) {
    // Makes room for the route while the request is new. Once Express has changed its prototype, V8 makes a hidden class of
    // more than a kilobyte for each property that is added to it.
    forgetRoute(incoming);
    return handle.call(this, incoming, ...others);
  };
  const fresh = getterOf(request, 'fresh')!;
  define(response, 'send', { value: sendThrough(response.send), writable: true });
  define(request, 'fresh', {
    get(this: object): unknown {
      return !isSilent(this) && fresh.call(this);
    },
  });
}

/** Keeps Express from tagging what it sends next: it would tag errors, and what must not be stored, too. */
export function withoutTag(response: ExpressResponse): void {
  const { app } = response;
  const get = (setting: string): unknown => (setting === 'etag fn' ? undefined : app.get(setting));
  response.app = Object.create(app, { get: { value: get } }) as ExpressResponse['app'];
}

function define(target: object, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(target, name, { ...descriptor, configurable: true });
}

/** The getter an object has or inherits; Express's own, or that of a module on the same application. */
function getterOf(target: object, name: string): ((this: object) => unknown) | undefined {
  const own = Object.getOwnPropertyDescriptor(target, name);
  return own ? own.get : getterOf(Object.getPrototypeOf(target) as object, name);
}
