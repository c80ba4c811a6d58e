import { bodyBehind } from '../request/answers.js';
import { routeOfRequest, type RouteOfRequest } from '../request/route-of-request.js';
import type { SendingResponse, ServerResponsePlatform } from '../server-response/server-response.platform.js';
import type { Body } from '../tags/body-hash.js';
import { HeldHead } from './held-head.js';

type Method = (this: object, ...args: unknown[]) => unknown;
type Methods<Name extends string> = Record<Name, Method>;

/** What the module keeps of a response. */
class Found {
  /** The methods that stand aside while the response is sent in one go. */
  writeHead: Method | undefined = undefined;
  end: Method | undefined = undefined;
  readonly head: HeldHead;

  /** @param send the methods of the response as the module found them */
  constructor(
    response: NodeResponse,
    readonly send: Method,
    readonly json: Method,
  ) {
    this.head = new HeldHead(response);
  }
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
  const methods = response as unknown as Methods<'send' | 'json'>;
  response[FOUND] = new Found(response, methods.send, methods.json);
  methods.send = sendHeld as Method;
  methods.json = jsonHeld as Method;
}

/** The head of a response, as far as the module keeps it. */
export function heldHeadOf(response: NodeResponse): HeldHead | undefined {
  return response[FOUND]?.head;
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
  const found = response[FOUND];
  if (!found || !hold(response, found)) return send.apply(self, args);
  let sending: unknown;
  try {
    sending = send.apply(self, args);
  } finally {
    if (!(sending instanceof Promise)) letGo(response, found);
  }
  return sending instanceof Promise ? sending.finally(() => letGo(response, found)) : sending;
}

function hold(response: NodeResponse, found: Found): boolean {
  if (found.end || response.headersSent) return false;
  // Looked up now: others may have put theirs in their place since the request came.
  const methods = response as unknown as Methods<'writeHead' | 'end'>;
  found.writeHead = methods.writeHead;
  found.end = methods.end;
  methods.writeHead = writeHeadHeld as Method;
  methods.end = endHeld as Method;
  return true;
}

function release(response: NodeResponse, found: Found): void {
  if (!found.end) return;
  const methods = response as unknown as Methods<'writeHead' | 'end'>;
  methods.writeHead = found.writeHead!;
  methods.end = found.end;
  found.writeHead = found.end = undefined;
}

/** Leaves a response alone again, which may not have been sent. */
function letGo(response: NodeResponse, found: Found): void {
  release(response, found);
  found.head.setFields();
}

/** Notes what is to be in the head. Other forms of it are not the adapter's: Node itself writes it with the first bytes. */
function writeHeadHeld(this: NodeResponse, status: number, ...rest: unknown[]): unknown {
  const { head, writeHead } = this[FOUND]!;
  const [fields] = rest;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    head.setFields();
    return writeHead!.call(this, status, ...rest);
  }
  head.note(status, fields as Parameters<HeldHead['note']>[1]);
  return this;
}

function endHeld(this: NodeResponse, ...args: [Body?]): NodeResponse {
  const found = this[FOUND]!;
  release(this, found);
  return finish(this, found.head, args[0]);
}

function finish(response: NodeResponse, head: HeldHead, body: Body | undefined): NodeResponse {
  const noted = routeOfRequest(response.req);
  // Where something was written before, these bytes are not all.
  const finished = noted && !response.headersSent && finishSent(response, head, noted, body ?? '');
  if (finished instanceof Promise) void finished.then(() => finish(response, head, body));
  else if (!finished) writeOut(response, head, body);
  return response;
}

function finishSent(
  response: NodeResponse,
  head: HeldHead,
  { route, exchange }: RouteOfRequest,
  body: Body,
): boolean | Promise<void> {
  // A compressor looks at the response itself.
  if (exchange.codings) head.setFields();
  const finished = (route.platform as ServerResponsePlatform).finishSent(response, exchange, body);
  if (finished instanceof Promise) head.setFields();
  return finished;
}

function writeOut(response: NodeResponse, head: HeldHead, body: Body | undefined): void {
  const sent = bodyBehind(head.get('etag'), body);
  head.write();
  response.end(sent as string);
}
