import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Wire } from './wire.js';

/** One for all: nobody gets to see it, and a stack would cost every write. */
const OVER = new Error('the request is over');

const ends = new WeakMap<ServerResponse, AbortSignal>();
const departures = new WeakMap<Socket, AbortSignal>();

/**
 * Aborted once a request is over: the head of its response is written, or its client is gone.
 *
 * The head, and not the end of the response: a client that is slow to read must not hold up anybody else, and of
 * pipelined requests the second cannot end before the first, which may be waiting for it.
 */
export function endOf({ request, response }: Wire): AbortSignal {
  const known = ends.get(response);
  if (known) return known;
  const controller = new AbortController();
  const { signal } = controller;
  ends.set(response, signal);
  const end = (): void => controller.abort(OVER);
  beforeHead(response, end);
  const gone = departureOf(request.socket);
  if (gone.aborted) end();
  else gone.addEventListener('abort', end, { signal });
  return signal;
}

function beforeHead(response: ServerResponse, then: () => void): void {
  const writeHead = response.writeHead as (...args: unknown[]) => ServerResponse;
  response.writeHead = function (this: ServerResponse, ...args: unknown[]) {
    then();
    return writeHead.apply(this, args);
  };
}

/** One listener for a connection, which may carry any number of requests. */
function departureOf(socket: Socket): AbortSignal {
  const known = departures.get(socket);
  if (known) return known;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  departures.set(socket, controller.signal);
  if (socket.destroyed) controller.abort(OVER);
  else socket.once('close', () => controller.abort(OVER));
  return controller.signal;
}
