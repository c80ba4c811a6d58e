import { bodyBehind } from '../request/answers.js';
import { routeOfRequest, type RouteOfRequest } from '../request/route-of-request.js';
import type { SendingResponse, ServerResponsePlatform } from '../server-response/server-response.platform.js';
import type { Body } from '../tags/body-hash.js';

type Method = (this: object, ...args: unknown[]) => unknown;

/** The methods of a response as the module found them. */
interface Found {
  readonly send: Method;
  readonly json: Method;
  /** Those that stand aside while the response is sent in one go. */
  held: { readonly writeHead: Method; readonly end: Method } | undefined;
}

const FOUND = Symbol('nestjs-etag:found');

/** What the module uses of the response of Nest's NodeAdapter. */
export interface NodeResponse extends SendingResponse {
  json(body?: unknown): this;
  [FOUND]?: Found;
}

/**
 * Has what a response sends by its `send()` and `json()` decided first. They are its own from then on: its class is that of
 * other applications, too. The functions are the module's: for those of a request, V8 would make a hidden class each time.
 */
export function standInFor(response: NodeResponse): void {
  if (response[FOUND]) return;
  const { send, json } = response as unknown as Record<'send' | 'json', Method>;
  response[FOUND] = { send, json, held: undefined };
  Object.assign(response, { send: sendHeld, json: jsonHeld });
}

function sendHeld(this: NodeResponse, ...args: unknown[]): unknown {
  return whileHeld(this, this[FOUND]!.send, this, args);
}

function jsonHeld(this: NodeResponse, ...args: unknown[]): unknown {
  return whileHeld(this, this[FOUND]!.json, this, args);
}

/**
 * Calls what sends a response in one go, and keeps its head back until its bytes are there: they decide what is sent. The
 * response of an undecorated route, and one that is held already, is left alone.
 */
export function whileHeld<Args extends unknown[]>(
  response: NodeResponse,
  send: (this: object, ...args: Args) => unknown,
  self: object,
  args: Args,
): unknown {
  if (!hold(response)) return send.apply(self, args);
  let sending: unknown;
  try {
    sending = send.apply(self, args);
  } finally {
    if (!(sending instanceof Promise)) release(response);
  }
  return sending instanceof Promise ? sending.finally(() => release(response)) : sending;
}

function hold(response: NodeResponse): boolean {
  const found = response[FOUND];
  if (!found || found.held || response.headersSent) return false;
  // Looked up now: others may have put theirs in their place since the request came.
  const { writeHead, end } = response as unknown as Record<'writeHead' | 'end', Method>;
  found.held = { writeHead, end };
  Object.assign(response, { writeHead: writeHeadHeld, end: endHeld });
  return true;
}

function release(response: NodeResponse): void {
  const found = response[FOUND]!;
  if (found.held) Object.assign(response, found.held);
  found.held = undefined;
}

/** Notes what is to be in the head. Other forms of it are not the adapter's: Node itself writes it with the first bytes. */
function writeHeadHeld(this: NodeResponse, status: number, ...rest: unknown[]): unknown {
  const [fields] = rest;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return this[FOUND]!.held!.writeHead.call(this, status, ...rest);
  }
  this.statusCode = status;
  for (const [name, value] of Object.entries(fields)) this.setHeader(name, value as string);
  return this;
}

function endHeld(this: NodeResponse, ...args: [Body?]): NodeResponse {
  release(this);
  return finish(this, args);
}

function finish(response: NodeResponse, args: [Body?]): NodeResponse {
  const noted = routeOfRequest(response.req);
  // Where something was written before, these bytes are not all.
  const finished =
    noted && !response.headersSent && platformOf(noted).finishSent(response, noted.exchange, args[0] ?? '');
  if (finished instanceof Promise) void finished.then(() => finish(response, args));
  else if (!finished) response.end(bodyBehind(response.getHeader('etag'), args[0]) as string);
  return response;
}

function platformOf({ route }: RouteOfRequest): ServerResponsePlatform {
  return route.platform as ServerResponsePlatform;
}
