import { Injectable } from '@nestjs/common';
import type { Exchange } from './exchange.js';
import { fileValidators } from './file-validators.js';
import { discardStream, isStream } from '../util/streams.js';
import { NO_VALIDATORS, validatorsOf, type Validators } from '../tags/validators.js';
import { messageOf } from '../util/message-of.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import { RouteWarnings } from './route-warnings.js';
import { ResponsePlatform } from './platform.js';
import { failingAgain, hasFailed } from '../ranges/failed-stream.js';
import { inMemory } from '../ranges/in-memory.js';
import { RangeServer } from '../ranges/range-server.js';
import { isFileStream } from '../tags/open-file.js';

/** Takes the validators of what the handler returned, and hands the value on as it is. */
@Injectable()
export class EntityObserver {
  private readonly warnings = new RouteWarnings();

  constructor(
    private readonly platform: ResponsePlatform,
    private readonly ranges: RangeServer,
  ) {}

  /**
   * @returns the value to go on with; it does not matter where the exchange has an answer by then
   */
  observe(exchange: Exchange, response: unknown, value: unknown): MaybePromise<unknown> {
    if (value === null || value === undefined) return this.keep(exchange, response, value, NO_VALIDATORS);
    // A write is done by now: a tag function that fails costs the response its tag, and nothing else.
    const validators = orElse(
      () => this.validatorsOf(exchange, value),
      (error) => this.failed(exchange, error),
    );
    return andThen(validators, (made) => this.keep(exchange, response, value, made));
  }

  private keep(
    exchange: Exchange,
    response: unknown,
    value: unknown,
    validators: Validators,
  ): MaybePromise<unknown> {
    exchange.validators = validators;
    const { content, bytes } = inMemory(exchange.plan, value);
    return isStream(content) ? this.finishStream(exchange, response, content, bytes) : content;
  }

  /** A stream bypasses the send stage on Express, and is never buffered: it is decided here. */
  private finishStream(
    exchange: Exchange,
    response: unknown,
    stream: unknown,
    bytes: Uint8Array | undefined,
  ): MaybePromise<unknown> {
    exchange.streaming = true;
    // Its error wins over a 304 or 412 (13.2.1).
    if (hasFailed(stream)) return failingAgain(stream);
    exchange.answer = this.platform.finishStream(response, exchange, bytes);
    if (!exchange.answer) return this.ranges.send(exchange, response, stream, bytes);
    discardStream(stream);
    return undefined;
  }

  private validatorsOf(exchange: Exchange, value: unknown): MaybePromise<Validators> {
    const { plan } = exchange;
    const made = validatorsOf(plan, value);
    if (plan.tagger?.needs && !(made instanceof Promise) && !made.etag)
      this.report(exchange, `what it returned has no ${plan.tagger.needs}`);
    return isFileStream(value) && !plan.bodyHash?.shallow ? fileValidators(plan, value, made) : made;
  }

  private failed(exchange: Exchange, error: unknown): Validators {
    this.report(exchange, `making its tag failed: ${messageOf(error)}`);
    return NO_VALIDATORS;
  }

  private report({ plan }: Exchange, reason: string): void {
    this.warnings.once(plan, `sends no ETag: ${reason}.`);
  }
}
