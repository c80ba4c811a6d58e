import { Injectable, type ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AsyncResource } from 'node:async_hooks';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RouteHandler } from '../metadata/route-handlers.js';
import type { StateReader } from '../request/route-plan.interface.js';
import type { CurrentState } from '../rfc9110/index.js';
import type { BodyHash } from '../tags/body-hash.js';
import { forwardedHeaders } from './forwarded-headers.js';
import { canLoopBack, loopBack } from './loopback.js';
import { readRoutesOf } from './read-routes.js';
import { readState } from './read-state.js';
import { endOf } from './request-end.js';
import { wireOf, type Wire } from './wire.js';

/** The GET of which a write asks its current tag. */
export interface AskedRead {
  /** The routes it may reach; none where a path of the write has none. */
  readonly routes: readonly RouteHandler[];
  /** Whether the application's server can be asked within the process. */
  readonly possible: boolean;
  /** @param hash makes the tag where the GET sends none */
  readonly reader: (hash: BodyHash) => StateReader;
}

/**
 * Asks the application what a GET of a request's URL would answer: through its middleware, guards, pipes, interceptors and
 * serializers, on a connection in memory.
 *
 * A connection of its own, so that the GET waits for nothing that waits for the write. Whatever holds a lock or the only
 * database connection around the route does hold up its GET: the write then waits until its client gives up.
 */
@Injectable()
export class SelfRequests {
  /** Where requests come from: outside of the context (a transaction, a user) of the request that asks. */
  private readonly outside = new AsyncResource('nestjs-etag:self-request');

  constructor(private readonly host: HttpAdapterHost) {}

  /** @param routes every route of the application */
  askedBy(write: RouteHandler, routes: readonly RouteHandler[]): AskedRead {
    return {
      routes: readRoutesOf(write, routes),
      possible: canLoopBack(this.host.httpAdapter.getHttpServer()),
      reader: (hash) => (context) => this.outside.runInAsyncScope(() => this.ask(context, hash)),
    };
  }

  /** Undefined where the answer tells nothing, or there is none: a write that cannot be judged is refused. */
  private async ask(context: ExecutionContext, hash: BodyHash): Promise<CurrentState | undefined> {
    const wire = wireOf(context);
    const connection = loopBack(this.host.httpAdapter.getHttpServer(), wire.request.socket);
    const state = await get(wire, connection, hash).catch(() => undefined);
    connection.destroy();
    return state;
  }
}

async function get(wire: Wire, connection: Duplex, hash: BodyHash): Promise<CurrentState | undefined> {
  const asking = request({
    path: wire.url,
    headers: forwardedHeaders(wire.request.rawHeaders),
    createConnection: () => connection,
    signal: endOf(wire),
  });
  // Once it has an answer, what breaks shows in that.
  asking.on('error', () => undefined).end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return readState(response, hash);
}
