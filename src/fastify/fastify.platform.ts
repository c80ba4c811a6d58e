import { marksOf, type Marks } from '../metadata/marks.js';
import { NEST } from '../metadata/nest-metadata.js';
import type { Settings } from '../options/settings.js';
import { writeBodiless, writeError } from '../request/answers.js';
import { beforeSend } from '../request/before-send.js';
import type { Answer, Exchange } from '../request/exchange.js';
import { Platform } from '../request/platform.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { exchangeOf, noteRoute, routeOfRequest, type DecoratedRoute } from '../request/route-of-request.js';
import { SeenCodings } from '../request/seen-codings.js';
import { withoutHandler } from '../request/without-handler.js';
import type { Body } from '../tags/body-hash.js';
import { breakOff, onceOver } from '../util/node-response.js';
import { discardStream } from '../util/streams.js';
import { bodyOf, emptyBodyFor, keepPlain, tellCoding, type OnSend } from './fastify-body.js';
import { FastifyHead, type FastifyReply } from './fastify-head.js';

type RouteHandler = (this: unknown, request: object, reply: FastifyReply) => unknown;

interface FastifyRouteOptions {
  handler: RouteHandler;
  readonly method: string | readonly string[];
  config?: Record<PropertyKey, unknown>;
  onSend?: OnSend | OnSend[];
}

export interface FastifyServer {
  addHook(name: 'onRoute', hook: (route: FastifyRouteOptions) => void): unknown;
}

/** Carries, in a route's Fastify config, the decorated routes that its handler is. */
const DECORATED_ROUTE = Symbol('nestjs-etag:route');

/**
 * Fastify: an `onSend` hook of the decorated routes alone, given to them as they are registered. It is the last of a route's
 * hooks: a compressor has decided by then.
 */
export class FastifyPlatform extends Platform {
  private readonly seenCodings = new SeenCodings();

  constructor(
    private readonly server: FastifyServer,
    errors: Settings['errors'],
  ) {
    super(errors);
  }

  override prepare(): void {
    this.server.addHook('onRoute', (route) => {
      const decorated = (route.config?.[DECORATED_ROUTE] as Marks<DecoratedRoute> | undefined)?.get(this);
      if (!decorated) return;
      const others = [route.onSend ?? []].flat();
      const isHead = route.method === 'HEAD';
      // Fastify's own hook takes the body of a HEAD away: nothing behind it can be told of one.
      route.onSend = isHead ? [this.onSend, ...others] : this.around(others);
      const codings = others.length > (isHead ? 1 : 0) ? this.seenCodings : undefined;
      route.handler = arriving(route.handler, decorated, codings);
    });
  }

  override mark(handler: object, route: object): void {
    super.mark(handler, route);
    const config = Reflect.getMetadata(NEST.fastifyRouteConfig, handler) as object | undefined;
    const marked = { ...config, [DECORATED_ROUTE]: marksOf(handler) };
    Reflect.defineMetadata(NEST.fastifyRouteConfig, marked, handler);
  }

  override finishStream(reply: FastifyReply, exchange: Exchange, body?: Body): Answer | undefined {
    return beforeSend(exchange, new FastifyHead(reply), body, exchange.codings ? 'pending' : 'made');
  }

  override headOf(reply: FastifyReply): ResponseHead {
    return new FastifyHead(reply);
  }

  override whenOver({ raw }: FastifyReply, callback: () => void): void {
    onceOver(raw, callback);
  }

  override breakOff({ raw }: FastifyReply): void {
    breakOff(raw);
  }

  override answer(reply: FastifyReply, answer: Answer, exchange: Exchange): void {
    exchange.finished = true;
    // A handler that sent its response itself, and then threw.
    if (reply.sent) return;
    const head = new FastifyHead(reply);
    if (typeof answer !== 'string') return void reply.send(writeError(answer, head, this.errors));
    writeBodiless(answer, exchange, head);
    reply.send();
  }

  private readonly onSend: OnSend = (request, reply, payload, done) => {
    const exchange = exchangeOf(request);
    if (!exchange) return done(null, payload);
    const head = new FastifyHead(reply);
    const body = bodyOf(request, head, payload);
    if (body === undefined) {
      tellCoding(exchange, head);
      return done(null, payload);
    }
    const made = exchange.began ? undefined : withoutHandler(exchange, head, body);
    if (made) return void made.then(() => this.onSend(request, reply, payload, done));
    const answer = beforeSend(exchange, head, body);
    if (!answer) return done(null, reply.statusCode === 304 ? emptyBodyFor(request) : payload);
    exchange.finished = true;
    discardStream(payload);
    // What the filters send takes the place of the payload, which nobody waits for any more.
    if (typeof answer !== 'string') return routeOfRequest(request)!.route.refuse(exchange, answer);
    writeBodiless(answer, exchange, head);
    done(null, emptyBodyFor(request));
  };

  /** Behind the route's other hooks, one of which may code the body; then we have to see it before as well. */
  private around(others: readonly OnSend[]): OnSend[] {
    return others.length > 0 ? [keepPlain, ...others, this.onSend] : [this.onSend];
  }
}

/** Notes which route a request has arrived at. Its other hooks may code the content. */
function arriving(
  handler: RouteHandler,
  route: DecoratedRoute,
  codings: SeenCodings | undefined,
): RouteHandler {
  return function (request, reply) {
    noteRoute(request, { route, response: reply, codings });
    return handler.call(this, request, reply);
  };
}
