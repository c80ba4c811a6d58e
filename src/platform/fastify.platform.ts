import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { exchangeOf, type Answer, type ConditionalRequest, type Exchange } from '../exchange/exchange.js';
import { isStream } from '../exchange/streams.js';
import { NEST } from '../metadata/nest-metadata.js';
import type { Settings } from '../plan/settings.js';
import type { Body } from '../tagging/body-hash.js';
import { writeError, writeBodiless } from './answers.js';
import type { ResponseHead } from './response-head.interface.js';
import { ResponsePlatform } from './response-platform.js';
import { settle } from './send-stage.js';

/** The parts of Fastify that the send stage stands on. */
interface FastifyReply {
  statusCode: number;
  code(status: number): this;
  send(payload?: unknown): this;
  getHeader(name: string): string | number | string[] | undefined;
  header(name: string, value: string): this;
  removeHeader(name: string): this;
  getHeaders(): Record<string, unknown>;
  readonly sent: boolean;
  readonly raw: Pick<ServerResponse, 'removeHeader'>;
}

type Done = (error: Error | null, payload?: unknown) => void;
type OnSend = (request: ConditionalRequest, reply: FastifyReply, payload: unknown, done: Done) => void;

interface FastifyRouteOptions {
  config?: Record<PropertyKey, unknown>;
  onSend?: OnSend | OnSend[];
}

export interface FastifyServer {
  addHook(name: 'onRoute', hook: (route: FastifyRouteOptions) => void): unknown;
}

/** Marks, in a route's Fastify config, the routes whose responses pass the send stage. */
const DECORATED_ROUTE = Symbol('nestjs-etag:route');

/**
 * The send stage on Fastify: an `onSend` hook of the decorated routes alone, given to them as they are registered.
 * It comes before the route's other hooks, so that it sees the body before a compressor does.
 */
export class FastifyPlatform extends ResponsePlatform {
  constructor(
    private readonly server: FastifyServer,
    errors: Settings['errors'],
  ) {
    super(errors);
  }

  override prepare(): void {
    this.server.addHook('onRoute', (route) => {
      if (route.config?.[DECORATED_ROUTE]) route.onSend = [this.onSend, ...[route.onSend ?? []].flat()];
    });
  }

  override mark(handler: object): void {
    const config = Reflect.getMetadata(NEST.fastifyRouteConfig, handler) as object | undefined;
    Reflect.defineMetadata(NEST.fastifyRouteConfig, { ...config, [DECORATED_ROUTE]: true }, handler);
  }

  override statusOf(reply: FastifyReply): number {
    return reply.statusCode;
  }

  /** Nothing to do: the hook finds the exchange by its request. */
  override attach(): void {}

  override settleStream(reply: FastifyReply, exchange: Exchange): Answer | undefined {
    return settle(exchange, new FastifyHead(reply), undefined);
  }

  override answer(reply: FastifyReply, answer: Answer, exchange: Exchange | undefined): void {
    if (exchange) exchange.settled = true;
    // A handler that sent its response itself, and then threw.
    if (reply.sent) return;
    reply.send(this.write(reply, answer, exchange));
  }

  private readonly onSend: OnSend = (request, reply, payload, done) => {
    const exchange = exchangeOf(request);
    if (!exchange || isStream(payload)) return done(null, payload);
    const answer = settle(exchange, new FastifyHead(reply), (payload ?? '') as Body);
    if (answer) {
      exchange.settled = true;
      payload = this.write(reply, answer, exchange);
    }
    done(null, reply.statusCode === 304 ? emptyBodyFor(request) : payload);
  };

  /** Makes a reply the answer, and returns the payload to send: none for a 304. */
  private write(reply: FastifyReply, answer: Answer, exchange: Exchange | undefined): string | undefined {
    const head = new FastifyHead(reply);
    if (typeof answer !== 'string') return writeError(answer, head, this.errors);
    if (exchange) writeBodiless(answer, exchange, head);
    return undefined;
  }
}

/**
 * `undefined` would leave the payload as it was. Fastify gives whatever answers HEAD a Content-Length, which a 304
 * must not have, unless it is a stream.
 */
function emptyBodyFor({ method }: ConditionalRequest): Readable | null {
  return method === 'HEAD' ? Readable.from([]) : null;
}

class FastifyHead implements ResponseHead {
  constructor(private readonly reply: FastifyReply) {}

  get status(): number {
    return this.reply.statusCode;
  }

  set status(status: number) {
    this.reply.code(status);
  }

  get(name: string): string | undefined {
    return this.reply.getHeader(name)?.toString();
  }

  set(name: string, value: string): void {
    this.reply.header(name, value);
  }

  remove(name: string): void {
    this.reply.removeHeader(name);
    // Fastify has handed the fields of a stream on by the time the stream fails.
    this.reply.raw.removeHeader(name);
  }

  names(): string[] {
    return Object.keys(this.reply.getHeaders());
  }
}
