import type { ServerResponse } from 'node:http';
import { exchangeOf, type Answer, type ConditionalRequest, type Exchange } from '../exchange/exchange.js';
import type { Body } from '../tagging/body-hash.js';
import { writeError, writeBodiless } from './answers.js';
import type { ResponseHead } from './response-head.interface.js';
import { ResponsePlatform } from './response-platform.js';
import { settle } from './send-stage.js';

const ORIGINAL_SEND = Symbol('nestjs-etag:send');

/** The parts of Express's response (4 and 5 alike) that the send stage stands on. */
interface ExpressResponse extends ServerResponse<ConditionalRequest & ServerResponse['req']> {
  app: ExpressApplication;
  send: Send;
  [ORIGINAL_SEND]?: Send;
}

interface ExpressApplication {
  get(setting: string): unknown;
}

type Send = (this: ExpressResponse, body?: unknown) => ExpressResponse;

/**
 * The send stage on Express: the response's own `send`, which every body passes through as text or bytes, once.
 * Responses of undecorated routes keep theirs.
 */
export class ExpressPlatform extends ResponsePlatform {
  private readonly sendDecorated = sendThrough(this);
  /** One stand-in for an application, since one application serves all its responses. */
  private readonly quiet = new WeakMap<ExpressApplication, ExpressApplication>();

  override prepare(): void {}

  override statusOf(response: ExpressResponse): number {
    return response.statusCode;
  }

  override attach(request: ConditionalRequest, response: ExpressResponse, exchange: Exchange): void {
    response[ORIGINAL_SEND] = response.send;
    response.send = this.sendDecorated;
    if (exchange.plan.conditional || exchange.plan.untagged) this.silence(request, response);
  }

  override settleStream(response: ExpressResponse, exchange: Exchange): Answer | undefined {
    return settle(exchange, new ExpressHead(response), undefined);
  }

  override answer(response: ExpressResponse, answer: Answer, exchange: Exchange | undefined): void {
    if (exchange) exchange.settled = true;
    // A handler that sent its response itself, and then threw.
    if (response.headersSent) return;
    const head = new ExpressHead(response);
    if (typeof answer !== 'string') response.send(writeError(answer, head, this.errors));
    else if (exchange) {
      writeBodiless(answer, exchange, head);
      response.end();
    }
  }

  /**
   * Keeps Express's own tag and freshness check away: `fresh` takes malformed dates for a match and splits tags at
   * commas, and the automatic tag goes on error and PUT responses too.
   */
  private silence(request: object, response: ExpressResponse): void {
    Object.defineProperty(request, 'fresh', { value: false, configurable: true, writable: true });
    const { app } = response;
    let quiet = this.quiet.get(app);
    if (!quiet) {
      quiet = Object.create(app, {
        get: { value: (setting: string) => (setting === 'etag fn' ? undefined : app.get(setting)) },
      }) as ExpressApplication;
      this.quiet.set(app, quiet);
    }
    response.app = quiet;
  }
}

/** Stands in for `response.send` on decorated routes: one function for all of them. */
function sendThrough(platform: ResponsePlatform): Send {
  return function send(body) {
    const original = this[ORIGINAL_SEND]!;
    const exchange = exchangeOf(this.req);
    // Objects come back as text, by way of json().
    const answer = exchange && isBody(body) ? settle(exchange, new ExpressHead(this), body ?? '') : undefined;
    if (!answer) return original.call(this, body);
    platform.answer(this, answer, exchange);
    return this;
  };
}

function isBody(body: unknown): body is Body | null | undefined {
  return typeof body === 'string' || body === null || body === undefined || ArrayBuffer.isView(body);
}

class ExpressHead implements ResponseHead {
  constructor(private readonly response: ServerResponse) {}

  get status(): number {
    return this.response.statusCode;
  }

  set status(status: number) {
    this.response.statusCode = status;
  }

  get(name: string): string | undefined {
    return this.response.getHeader(name)?.toString();
  }

  set(name: string, value: string): void {
    this.response.setHeader(name, value);
  }

  remove(name: string): void {
    this.response.removeHeader(name);
  }

  names(): string[] {
    return this.response.getHeaderNames();
  }
}
