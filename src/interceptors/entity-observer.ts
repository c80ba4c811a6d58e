import { Injectable, Logger } from '@nestjs/common';
import { concatMap, EMPTY, from, of, type Observable, type OperatorFunction } from 'rxjs';
import type { Exchange } from '../exchange/exchange.js';
import { discardStream, isStream } from '../exchange/streams.js';
import { NO_VALIDATORS, validatorsOf, type Validators } from '../exchange/validators.js';
import { ResponsePlatform } from '../platform/response-platform.js';

/** Takes the validators of what the handler returned, and hands the value on as it is. */
@Injectable()
export class EntityObserver {
  private readonly logger = new Logger('EtagModule');
  private readonly reported = new WeakSet<object>();

  constructor(private readonly platform: ResponsePlatform) {}

  observe(exchange: Exchange, response: unknown): OperatorFunction<unknown, unknown> {
    return concatMap((value: unknown) => {
      const validators = this.validatorsOf(exchange, value);
      return validators instanceof Promise
        ? from(validators).pipe(concatMap((made) => this.keep(exchange, response, value, made)))
        : this.keep(exchange, response, value, validators);
    });
  }

  private keep(
    exchange: Exchange,
    response: unknown,
    value: unknown,
    validators: Validators,
  ): Observable<unknown> {
    exchange.validators = validators;
    return isStream(value) ? this.settleStream(exchange, response, value) : of(value);
  }

  /** A stream bypasses the send stage on Express, and is never buffered: it is decided here. */
  private settleStream(exchange: Exchange, response: unknown, stream: unknown): Observable<unknown> {
    exchange.streaming = true;
    exchange.answer = this.platform.settleStream(response, exchange);
    if (!exchange.answer) return of(stream);
    discardStream(stream);
    return EMPTY;
  }

  /** A write is done by now: a tag function that fails costs the response its tag, and nothing else. */
  private validatorsOf(exchange: Exchange, value: unknown): Validators | Promise<Validators> {
    if (value === null || value === undefined) return NO_VALIDATORS;
    const { plan } = exchange;
    try {
      const validators = validatorsOf(plan, value);
      if (validators instanceof Promise)
        return validators.catch((error: unknown) => this.failed(exchange, error));
      if (plan.tagger?.needs && !validators.etag)
        this.report(exchange, `what it returned has no ${plan.tagger.needs}`);
      return validators;
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
