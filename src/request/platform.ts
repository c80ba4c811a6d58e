import type { AbstractHttpAdapter } from '@nestjs/core';
import { addMark } from '../metadata/marks.js';
import type { Body } from '../tags/body-hash.js';
import { writeBodiless, writeError } from './answers.js';
import type { Answer, Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { SeenCodings } from './seen-codings.js';

/** What the module asks of an HTTP platform. Each platform has one implementation; nothing else touches a response. */
export abstract class Platform {
  protected readonly seenCodings = new SeenCodings();

  /** @param adapter Nest's own, on which routes are about to be registered */
  constructor(readonly adapter: AbstractHttpAdapter) {}

  /** The module calls it once, before routes are registered. */
  abstract prepare(): void;
  /** The status and header fields of a response that is still to be sent. */
  abstract headOf(response: unknown): ResponseHead;
  /**
   * Decides and describes a response whose body is a stream, so that its header fields are set in time.
   * @param body the bytes of the stream, where they are in memory already
   */
  abstract finishStream(exchange: Exchange, body?: Body): Answer | undefined;
  /** Sends a response whose head is complete. */
  protected abstract send(response: unknown, body: string | undefined): void;

  /** Has the handler of a decorated route carry its `DecoratedRoute`, for when the handler is registered. */
  mark(handler: object, route: object): void {
    addMark(handler, this, route);
  }

  /** Sends a 304 or 204, or an error in the module's own form. */
  answer(exchange: Exchange, answer: Answer): void {
    exchange.finished = true;
    const { context, settings } = exchange;
    const head = this.headOf(context.response);
    // A handler may have sent its response itself, and have thrown after that.
    if (head.isSent) return;
    const body =
      typeof answer === 'string' ? writeBodiless(answer, exchange, head) : writeError(answer, head, settings);
    this.send(context.response, body);
  }
}
