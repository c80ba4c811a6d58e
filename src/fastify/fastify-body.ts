import { Readable } from 'node:stream';
import { describe } from '../request/answers.js';
import { codingIn, retag } from '../request/content-coding.js';
import type { Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import type { ConditionalRequest } from '../request/route-context.js';
import type { Body } from '../tags/body-hash.js';
import { isStream } from '../util/streams.js';
import type { FastifyReply } from './fastify-head.js';

type PlainBodyCarrier = ConditionalRequest & { [PLAIN_BODY]?: unknown };
type Done = (error: Error | null, payload?: unknown) => void;
export type OnSend = (request: ConditionalRequest, reply: FastifyReply, payload: unknown, done: Done) => void;

/** What a request keeps from the first of our hooks to the last. */
const PLAIN_BODY = Symbol('nestjs-etag:plain');

/** The first hook of a route that has hooks of others: keeps the body as it is before they code it. */
export const keepPlain: OnSend = (request, _, payload, done) => {
  (request as PlainBodyCarrier)[PLAIN_BODY] = payload;
  done(null, payload);
};

/** The bytes of the representation, before any content coding. Undefined for a stream. */
export function bodyOf(request: PlainBodyCarrier, head: ResponseHead, payload: unknown): Body | undefined {
  const isCoded = head.get('content-encoding') !== undefined;
  const plain = PLAIN_BODY in request && isCoded ? request[PLAIN_BODY] : payload;
  return isStream(plain) ? undefined : ((plain ?? '') as Body);
}

/** Tags a stream again: it was decided when its handler returned it, and has its coding since. */
export function tellCoding(exchange: Exchange, head: ResponseHead): void {
  const { codings, validators, stream, method } = exchange;
  // A HEAD is not coded: it has the tag that GET is known to have.
  if (!stream || !codings || !validators.etag || head.status !== 200 || method !== 'GET') return;
  retag(exchange, head, codingIn(head));
  // The compressor has added to Vary.
  describe(exchange, head);
  codings.learn(exchange, validators.etag, exchange.coding);
}

/**
 * No body. Fastify would take `undefined` for the body as it was. It gives a HEAD a Content-Length unless it gets a
 * stream.
 */
export function emptyBodyFor({ method }: ConditionalRequest): Readable | null {
  return method === 'HEAD' ? Readable.from([]) : null;
}
