import { marksOf, type Marks } from '../metadata/marks.js';
import { NEST } from '../metadata/nest-metadata.js';
import { bodyBehind, writeBodiless } from '../request/answers.js';
import { beforeSend } from '../request/before-send.js';
import { finishCoding } from '../request/coded-response.js';
import type { Answer, Exchange } from '../request/exchange.js';
import { Platform } from '../request/platform.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import {
  noteRoute,
  RouteOfRequest,
  routeOfRequest,
  type DecoratedRoute,
} from '../request/route-of-request.js';
import { takeBackStream } from '../request/replaced-streams.js';
import { withoutHandler } from '../request/without-handler.js';
import { awaitCoding } from '../server-response/response-coding.js';
import { ServerResponseHead } from '../server-response/server-response-head.js';
import type { Body } from '../tags/body-hash.js';
import { discardStream, isStream } from '../util/streams.js';
import { emptyBodyFor, keepPlain, noteTag, removePluginTag, uncoded, type OnSend } from './fastify-body.js';
import { FastifyHead, type FastifyReply } from './fastify-head.js';

interface FastifyRouteOptions {
  handler: (this: unknown, request: object, reply: FastifyReply) => unknown;
  readonly method: string | readonly string[];
  readonly url: string;
  config?: Record<PropertyKey, unknown>;
  onSend?: OnSend | OnSend[];
}

interface FastifyServer {
  addHook(name: 'onRoute', hook: (route: FastifyRouteOptions) => void): unknown;
  hasPlugin(name: string): boolean;
  hasReplyDecorator(name: string): boolean;
}

/** The status codes of responses that have no body, and no trailers either. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

/** The key under which a route's Fastify config has the decorated routes that its handler carries. */
const DECORATED_ROUTE = Symbol('nestjs-etag:route');

/**
 * Fastify: an `onSend` hook of the decorated routes alone. It is the last of a route's hooks: a compressor has decided
 * by then.
 */
export class FastifyPlatform extends Platform {
  /** What the handler carries that is being registered with `all()`. */
  private marksOfAll: Marks<DecoratedRoute> | undefined;

  override prepare(): void {
    this.keepMarksOfAll();
    this.adapter.getInstance<FastifyServer>().addHook('onRoute', (options) => {
      const ofConfig = options.config?.[DECORATED_ROUTE] as Marks<DecoratedRoute> | undefined;
      const route = (ofConfig ?? this.marksOfAll)?.get(this);
      if (route) this.register(options, { ...route, path: options.url });
    });
  }

  override mark(handler: object, route: object): void {
    super.mark(handler, route);
    const config = Reflect.getMetadata(NEST.fastifyRouteConfig, handler) as object | undefined;
    const marked = { ...config, [DECORATED_ROUTE]: marksOf(handler) };
    Reflect.defineMetadata(NEST.fastifyRouteConfig, marked, handler);
  }

  override headOf(reply: FastifyReply): ResponseHead {
    return new FastifyHead(reply);
  }

  override finishStream(exchange: Exchange, body?: Body): Answer | undefined {
    const head = new FastifyHead(exchange.context.response as FastifyReply);
    return beforeSend(exchange, head, body, exchange.codings ? 'pending for a stream' : 'made');
  }

  protected override send(reply: FastifyReply, body: string | undefined): void {
    reply.send(body);
  }

  /** Nest 11 registers an `@All()` route without its Fastify config. Fastify runs `onRoute` before `all()` returns. */
  private keepMarksOfAll(): void {
    const { adapter } = this;
    const all = adapter.all.bind(adapter) as (...args: unknown[]) => unknown;
    adapter.all = (...args: unknown[]) => {
      this.marksOfAll = marksOf(args.at(-1) as object);
      try {
        return all(...args);
      } finally {
        this.marksOfAll = undefined;
      }
    };
  }

  /** Has a route note its requests, and run the hook of the module. Its other hooks may code the content. */
  private register(options: FastifyRouteOptions, route: DecoratedRoute): void {
    const { handler, method, onSend = [] } = options;
    const others = [onSend].flat();
    const isHead = method === 'HEAD';
    const fastify = this.adapter.getInstance<FastifyServer>();
    const { seenCodings } = this;
    const hasHooks = others.length > (isHead ? 1 : 0);
    if (hasHooks && fastify.hasReplyDecorator('compress')) seenCodings.learnVary(route.plan);
    // Fastify's own hook takes the body of a HEAD away: the module's comes before it.
    if (isHead) options.onSend = [this.onSend, ...others];
    else options.onSend = hasHooks ? [keepPlain, ...others, this.onSend] : [this.onSend];
    const isTaggedByPlugin = fastify.hasPlugin('@fastify/etag');
    options.handler = function (request, reply) {
      const mayBeCoded = hasHooks || isWrapped(reply) || seenCodings.vary(route.plan);
      const codings = mayBeCoded ? seenCodings : undefined;
      if (isTaggedByPlugin) noteTag(reply);
      noteRoute(new RouteOfRequest(route, request, reply, codings));
      return handler.call(this, request, reply);
    };
  }

  private readonly onSend: OnSend = (request, reply, payload, done) => {
    const noted = routeOfRequest(request);
    if (!noted) return done(null, payload);
    const { exchange, route } = noted;
    const head = new FastifyHead(reply);
    removePluginTag(exchange, reply);
    const plain = uncoded(exchange, head, payload);
    if (isStream(plain)) {
      takeBackStream(exchange, head, plain);
      awaitCodingOf(exchange, reply);
      return done(null, payload);
    }
    const body = (plain ?? '') as Body;
    const made = exchange.began ? undefined : withoutHandler(exchange, head, body);
    if (made) return void made.then(() => this.onSend(request, reply, payload, done));
    const answer = beforeSend(exchange, head, body, isWrapped(reply) ? 'pending' : 'made');
    if (!answer) {
      awaitCodingOf(exchange, reply);
      const isBodiless = BODILESS.has(reply.statusCode);
      return done(null, isBodiless ? emptyBodyFor(request, reply) : bodyBehind(head.get('etag'), payload));
    }
    exchange.finished = true;
    discardStream(payload);
    // What the filters send takes the place of the payload, which nobody waits for any more.
    if (typeof answer !== 'string') return route.refuse(exchange, answer);
    writeBodiless(answer, exchange, head);
    done(null, emptyBodyFor(request, reply));
  };
}

/** Whether a middleware has put its own `write` on Node's response: it may be a compressor, which decides after all hooks. */
function isWrapped({ raw }: FastifyReply): boolean {
  return Object.hasOwn(raw, 'write');
}

/** Tags what was coded since: by the hooks of others, or later by a middleware. */
function awaitCodingOf(exchange: Exchange, reply: FastifyReply): void {
  if (!exchange.codings || !exchange.selected.etag || reply.statusCode >= 300) return;
  if (isWrapped(reply)) awaitCoding(reply.raw, exchange, new ServerResponseHead(reply.raw));
  else finishCoding(exchange, new FastifyHead(reply));
}
