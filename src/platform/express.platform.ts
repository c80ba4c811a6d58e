import type { ServerResponse } from 'node:http';
import { exchangeOf, type Answer, type ConditionalRequest, type Exchange } from '../exchange/exchange.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';
import type { Body } from '../tagging/body-hash.js';
import { writeError, writeBodiless } from './answers.js';
import { silenceRoutes } from './express-silence.js';
import type { ResponseHead } from './response-head.interface.js';
import { ResponsePlatform } from './response-platform.js';
import { settle } from './send-stage.js';

/** Marks the handlers of routes on which Express's own tags are out of place. Nest copies it to what it registers. */
const SILENCED = 'nestjs-etag:silenced';

const ORIGINAL_SEND = Symbol('nestjs-etag:send');

/** The parts of Express's response (4 and 5 alike) that the send stage stands on. */
interface ExpressResponse extends ServerResponse<ConditionalRequest & ServerResponse['req']> {
  send: Send;
  [ORIGINAL_SEND]?: Send;
}

type Send = (this: ExpressResponse, body?: unknown) => ExpressResponse;

/**
 * The send stage on Express: the response's own `send`, which every body passes through as text or bytes, once.
 * Responses of undecorated routes keep theirs.
 */
export class ExpressPlatform extends ResponsePlatform {
  private readonly sendDecorated = sendThrough(this);

  /** @param adapter Nest's own, of which routes are registered; none where there are no routes */
  constructor(
    private readonly adapter: object | undefined,
    errors: Settings['errors'],
  ) {
    super(errors);
  }

  override prepare(): void {
    if (this.adapter) silenceRoutes(this.adapter, (handler) => Reflect.hasMetadata(SILENCED, handler));
  }

  override mark(handler: object, plan: RoutePlan): void {
    if (plan.conditional || plan.untagged) Reflect.defineMetadata(SILENCED, true, handler);
  }

  override statusOf(response: ExpressResponse): number {
    return response.statusCode;
  }

  override attach(_: ConditionalRequest, response: ExpressResponse): void {
    // An interceptor that retries comes here again.
    if (response.send === this.sendDecorated) return;
    response[ORIGINAL_SEND] = response.send;
    response.send = this.sendDecorated;
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
