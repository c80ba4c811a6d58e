import { StreamableFile } from '@nestjs/common';
import { bodyBehind, OBS_TEXT } from '../request/answers.js';
import type { Platform } from '../request/platform.js';
import { takeBackStream } from '../request/replaced-streams.js';
import { routeOfRequest, type RouteOfRequest } from '../request/route-of-request.js';
import { finishHeads } from '../server-response/response-coding.js';
import { ServerResponsePlatform } from '../server-response/server-response.platform.js';
import type { Body } from '../tags/body-hash.js';
import {
  interpose,
  withoutTag,
  type ExpressApplication,
  type ExpressResponse,
  type Send,
} from './express-application.js';

/** Characters from which on Express sends a text as bytes. */
const LONG = 1000;
/** As `json()` sets it. Express changes other types of a text, and takes bytes without any for something else. */
const JSON_TYPE = 'application/json; charset=utf-8';

/** Express: a response passes through its own `send`, with every body as text or bytes, once. */
export class ExpressPlatform extends ServerResponsePlatform {
  override prepare(): void {
    super.prepare();
    const application = this.adapter.getInstance<ExpressApplication>();
    finishHeads(application.response);
    interpose(
      application,
      (original) => sendThrough(this, original),
      (request) => {
        const noted = routeOfRequest(request);
        return noted !== undefined && isSilent(noted, this);
      },
    );
    this.watchReplies();
  }

  /** A file comes to no `send`: an interceptor may have put another one in its place. */
  private watchReplies(): void {
    const { adapter } = this;
    const reply = adapter.reply.bind(adapter);
    adapter.reply = (response: ExpressResponse, body: unknown, status?: number) => {
      if (body instanceof StreamableFile) this.takeBack(response, body);
      return reply(response, body, status) as unknown;
    };
  }

  private takeBack(response: ExpressResponse, sent: StreamableFile): void {
    const exchange = routeOfRequest(response.req)?.begun;
    if (exchange) takeBackStream(exchange, this.headOf(response), sent);
  }
}

/** Stands in for the `send` of responses: what is sent on a decorated route is decided first. */
function sendThrough(platform: ExpressPlatform, original: Send): Send {
  return function send(body) {
    // Objects come back as text, by way of json(). In a function this would cost undecorated routes another call.
    const isBody =
      typeof body === 'string' || body === null || body === undefined || ArrayBuffer.isView(body);
    const noted = routeOfRequest(this.req);
    if (!isBody || noted?.route.platform !== platform) return original.call(this, body);
    const { exchange } = noted;
    const sent = exchange.plan.bodyHash ? inBytes(this, body) : body;
    const finished = platform.finishSent(this, exchange, (sent ?? '') as Body);
    if (finished === true) return this;
    if (finished) {
      void finished.then(() => this.send(sent));
      return this;
    }
    const etag = this.getHeader('etag');
    if (etag === undefined && isSilent(noted, platform)) withoutTag(this);
    if (etag !== undefined) endBehind(this, etag);
    return original.call(this, sent);
  };
}

/** Express makes bytes of long texts alone, and gives others another type. */
function endBehind(response: ExpressResponse, etag: unknown): void {
  if (!OBS_TEXT.test(String(etag))) return;
  const end = response.end.bind(response) as (...args: unknown[]) => ExpressResponse;
  response.end = (chunk: unknown, ...others: unknown[]) => end(bodyBehind(etag, chunk), ...others);
}

/** Whether Express's own tags and freshness checks are out of place on the route of a request. */
function isSilent({ route: { plan, platform } }: RouteOfRequest, own: Platform): boolean {
  return platform === own && (plan.conditional || plan.untagged);
}

/** The bytes of a long text, where Express would make the same ones: to hash and to send them takes one conversion. */
function inBytes<T>(response: ExpressResponse, body: T): T | Buffer {
  if (typeof body !== 'string' || body.length < LONG) return body;
  return response.getHeader('content-type') === JSON_TYPE ? Buffer.from(body) : body;
}
