import { Readable } from 'node:stream';
import { codingIn } from '../request/content-coding.js';
import type { Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import type { ConditionalRequest } from '../request/route-context.js';
import { routeOfRequest } from '../request/route-of-request.js';
import { FastifyHead, type FastifyReply } from './fastify-head.js';

type Done = (error: Error | null, payload?: unknown) => void;
export type OnSend = (request: ConditionalRequest, reply: FastifyReply, payload: unknown, done: Done) => void;

const plain = new WeakMap<Exchange, unknown>();
/** Replies that had a tag as they were sent, before `@fastify/etag` could give them one. */
const tagged = new WeakMap<FastifyReply, boolean>();

/** The first hook of a route that has hooks of others: keeps the body as it is before they code it. */
export const keepPlain: OnSend = (request, reply, payload, done) => {
  const exchange = routeOfRequest(request)?.exchange;
  if (exchange) {
    exchange.ownCoding = codingIn(new FastifyHead(reply));
    plain.set(exchange, payload);
  }
  done(null, payload);
};

/** Notes whether a reply has a tag as it is sent: the hooks of a plugin run before those of a route. */
export function noteTag(reply: FastifyReply): void {
  const { send } = reply;
  reply.send = function (payload) {
    tagged.set(this, this.getHeader('etag') !== undefined);
    return send.call(this, payload) as typeof this;
  };
}

/** Takes off a response the tag of a plugin: a route has one tag, that of its decorator. */
export function removePluginTag({ plan }: Exchange, reply: FastifyReply): void {
  if (tagged.get(reply) === false && (plan.conditional || plan.untagged)) reply.removeHeader('etag');
}

/** The body of the representation, before any content coding. */
export function uncoded(exchange: Exchange, head: ResponseHead, payload: unknown): unknown {
  return plain.has(exchange) && codingIn(head) !== exchange.ownCoding ? plain.get(exchange) : payload;
}

/**
 * No body. Fastify would take `undefined` for the body as it was. It gives a HEAD a Content-Length unless it gets a
 * stream.
 */
export function emptyBodyFor({ method }: ConditionalRequest, reply: FastifyReply): Readable | null {
  removeTrailers(reply);
  return method === 'HEAD' ? Readable.from([]) : null;
}

/** Only a body can have trailers: Fastify fails to send others. */
function removeTrailers(reply: FastifyReply): void {
  const key = trailersKeyOf(reply);
  const trailers = key && (Reflect.get(reply, key) as object | null);
  if (trailers) for (const name of Object.keys(trailers)) reply.removeTrailer(name);
}

let trailersKey: symbol | undefined;

/**
 * Fastify removes trailers by name, but tells their names nowhere but in a property of its own. Another copy of Fastify has
 * another key.
 */
function trailersKeyOf(reply: FastifyReply): symbol | undefined {
  if (trailersKey === undefined || !Object.hasOwn(reply, trailersKey)) {
    const keys = Object.getOwnPropertySymbols(reply);
    trailersKey = keys.find(({ description }) => description === 'fastify.reply.trailers');
  }
  return trailersKey;
}
