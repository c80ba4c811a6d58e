/** Express by itself: a handler sets its validators, and `res.send()` decides whether they are fresh. */
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Server } from 'node:http';
import compression from 'compression';
import express, { type RequestHandler, type Response } from 'express';
import { STATES } from '../cases.js';
import { fileWith } from './files.js';
import { Changes, represent, type Representation } from './resource.js';
import type { Offers, RunningSystem, System } from './system.interface.js';

const OFFERS: Offers = {
  reads: ['if-none-match', 'if-modified-since'],
  writes: [],
  ranges: true,
  has: ({ required, recognises, lastModified }) => !required && !recognises && !isFuture(lastModified),
};

/** Last-Modified is the handler's own field here: it says what it says. */
export function isFuture(lastModified: string | undefined): boolean {
  return lastModified !== undefined && Date.parse(lastModified) > Date.now();
}

export const EXPRESS: System = {
  name: 'Express',
  ours: false,
  offers: OFFERS,
  start: () => startExpress(() => []),
};

/** @param middleware what stands before the handler of a state */
export async function startExpress(middleware: (name: string) => RequestHandler[]): Promise<RunningSystem> {
  const changes = new Changes();
  const app = express().disable('x-powered-by').set('env', 'test');
  for (const [name, state] of Object.entries(STATES)) {
    // Where a state has no tag, Express is told to make none.
    // It logs what it answers with an error, but in a test.
    const router = express().set('env', 'test');
    if (!state.hashed && !state.coded) router.set('etag', false);
    if (state.coded) router.use(compression());
    router.use(...middleware(name), ((request, response) => {
      const { method, path } = request;
      const language = request.get('accept-language');
      send(response, state.content, represent(name, state, { method, id: path.slice(1), language }, changes));
    }) satisfies RequestHandler);
    app.use(`/${name}`, router);
  }
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return running(server, changes);
}

export function running(server: Server, changes: Changes): RunningSystem {
  return {
    portFor: () => (server.address() as AddressInfo).port,
    performed: (id) => changes.has(id),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function send(
  response: Response,
  content: string | undefined,
  { status, fields, body }: Representation,
): void {
  response.status(status).set(fields);
  // Ranges are what Express has for files; it leaves validators alone that are there.
  if (content !== undefined && status === 200) response.sendFile(fileWith(content), { headers: fields });
  else if (body === undefined) response.end();
  else response.send(body);
}
