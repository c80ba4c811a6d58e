import { Injectable, Logger } from '@nestjs/common';
import type { Exchange } from '../exchange/exchange.js';
import { fileValidators } from '../exchange/file-validators.js';
import { discardStream, isStream } from '../exchange/streams.js';
import { NO_VALIDATORS, validatorsOf, type Validators } from '../exchange/validators.js';
import type { MaybePromise } from '../interfaces/maybe-promise.interface.js';
import { ResponsePlatform } from '../platform/response-platform.js';
import { failingAgain, hasFailed } from '../ranges/failed-stream.js';
import { inMemory } from '../ranges/in-memory.js';
import { RangeServer } from '../ranges/range-server.js';
import { isFileStream } from '../tagging/open-file.js';

/** Takes the validators of what the handler returned, and hands the value on as it is. */
@Injectable()
export class EntityObserver {
  private readonly logger = new Logger('EtagModule');
  private readonly reported = new WeakSet<object>();

  constructor(
    private readonly platform: ResponsePlatform,
    private readonly ranges: RangeServer,
  ) {}

  /**
   * @returns the value to go on with; it does not matter where the exchange has an answer by then
   */
  observe(exchange: Exchange, response: unknown, value: unknown): MaybePromise<unknown> {
    const validators = this.validatorsOf(exchange, value);
    return validators instanceof Promise
      ? validators.then((made) => this.keep(exchange, response, value, made))
      : this.keep(exchange, response, value, validators);
  }

  private keep(
    exchange: Exchange,
    response: unknown,
    value: unknown,
    validators: Validators,
  ): MaybePromise<unknown> {
    exchange.validators = validators;
    const { content, bytes } = inMemory(exchange.plan, value);
    return isStream(content) ? this.settleStream(exchange, response, content, bytes) : content;
  }

  /** A stream bypasses the send stage on Express, and is never buffered: it is decided here. */
  private settleStream(
    exchange: Exchange,
    response: unknown,
    stream: unknown,
    bytes: Uint8Array | undefined,
  ): MaybePromise<unknown> {
    exchange.streaming = true;
    // Its error wins over a 304 or 412 (13.2.1).
    if (hasFailed(stream)) return failingAgain(stream);
    exchange.answer = this.platform.settleStream(response, exchange, bytes);
    if (!exchange.answer) return this.ranges.send(exchange, response, stream, bytes);
    discardStream(stream);
    return undefined;
  }

  /** A write is done by now: a tag function that fails costs the response its tag, and nothing else. */
  private validatorsOf(exchange: Exchange, value: unknown): Validators | Promise<Validators> {
    if (value === null || value === undefined) return NO_VALIDATORS;
    const { plan } = exchange;
    try {
      const made = validatorsOf(plan, value);
      if (plan.tagger?.needs && !(made instanceof Promise) && !made.etag)
        this.report(exchange, `what it returned has no ${plan.tagger.needs}`);
      const validators =
        isFileStream(value) && !plan.bodyHash?.shallow ? fileValidators(plan, value, made) : made;
      if (!(validators instanceof Promise)) return validators;
      return validators.catch((error: unknown) => this.failed(exchange, error));
    } catch (error) {
      return this.failed(exchange, error);
    }
  }

  private failed(exchange: Exchange, error: unknown): Validators {
    this.report(exchange, `making its tag failed: ${String(error)}`);
    return NO_VALIDATORS;
  }

  /** Names the route in the log, once. */
  private report({ plan }: Exchange, reason: string): void {
    if (this.reported.has(plan)) return;
    this.reported.add(plan);
    this.logger.warn(`${plan.name} sends no ETag: ${reason}.`);
  }
}
