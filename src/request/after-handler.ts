import { Injectable } from '@nestjs/common';
import { failingAgain, hasFailed } from '../ranges/file-like.js';
import { inMemory } from '../ranges/in-memory.js';
import { isFileStream } from '../tags/open-file.js';
import { NO_VALIDATORS, validatorsOf, type Validators } from '../tags/validators.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import { messageOf } from '../util/message-of.js';
import { discardStream, isStream } from '../util/streams.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import type { Exchange } from './exchange.js';
import { fileValidators } from './file-validators.js';
import type { Platform } from './platform.js';
import { RouteWarnings } from './route-warnings.js';
import { routeOfRequest } from './route-of-request.js';
import { sendStream } from './send-stream.js';
import { UnguardedWrites } from './unguarded-writes.js';

/** Takes the validators of what the handler returned, and hands the value on as it is. */
@Injectable()
export class AfterHandler {
  private readonly warnings = new RouteWarnings();

  constructor(
    private readonly writes: UnguardedWrites,
    private readonly adapters: EntityAdapters,
  ) {}

  /**
   * @returns the value to go on with; it does not matter where the exchange has an answer by then
   * @throws Error where a write succeeded and nothing had evaluated its preconditions
   */
  run(exchange: Exchange, value: unknown): MaybePromise<unknown> {
    // A handler that has not waited for its assert(entity) is answered when that has ended.
    return andThen(exchange.expected?.pending, () => this.succeeded(exchange, value));
  }

  private succeeded(exchange: Exchange, value: unknown): MaybePromise<unknown> {
    try {
      this.writes.inspect(exchange);
    } catch (error) {
      discardStream(value);
      throw error;
    }
    if (value === null || value === undefined) return this.keep(exchange, value, NO_VALIDATORS);
    // A write is done by now: a tag function that fails costs the response its tag, and nothing else.
    const validators = orElse(
      () => this.validatorsOf(exchange, value),
      (error) => this.without(exchange, `making its tag failed: ${messageOf(error)}`),
    );
    return andThen(validators, (made) => this.keep(exchange, value, made));
  }

  private keep(exchange: Exchange, value: unknown, validators: Validators): MaybePromise<unknown> {
    exchange.validators = validators;
    const { bodyHash, maxRanges } = exchange.plan;
    const hash = bodyHash !== undefined && !bodyHash.shallow;
    const { content, bytes } = inMemory(value, { hash, ranges: maxRanges !== undefined });
    return isStream(content) ? this.finishStream(exchange, content, bytes) : content;
  }

  /** A stream bypasses `send` on Express, and is never buffered: it is decided here. */
  private finishStream(
    exchange: Exchange,
    stream: unknown,
    bytes: Uint8Array | undefined,
  ): MaybePromise<unknown> {
    // Its error wins over a 304 or 412 (13.2.1).
    if (hasFailed(stream)) return failingAgain(stream);
    const platform = platformOf(exchange);
    exchange.answer = platform.finishStream(exchange.context.response, exchange, bytes);
    if (!exchange.answer) return sendStream(exchange, platform, stream, bytes);
    discardStream(stream);
    return undefined;
  }

  private validatorsOf(exchange: Exchange, value: unknown): MaybePromise<Validators> {
    const { plan } = exchange;
    const other = this.otherEntity(exchange, value);
    if (other)
      return this.without(exchange, `it returned a ${other}, and its tag is that of a ${plan.entity!.name}`);
    const made = validatorsOf(plan, value);
    if (plan.tagger?.needs && !(made instanceof Promise) && !made.etag)
      this.without(exchange, `what it returned has no ${plan.tagger.needs}`);
    return isFileStream(value) && !plan.bodyHash?.shallow ? fileValidators(plan, value, made) : made;
  }

  /** The name of the entity class that was returned, where the route is about another one: their versions say nothing of each other. */
  private otherEntity({ plan: { entity } }: Exchange, value: unknown): string | undefined {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (!entity || typeof one !== 'object' || one === null || one instanceof entity) return undefined;
    const { constructor } = one;
    return constructor !== Object && this.adapters.find(constructor as typeof entity)
      ? constructor.name
      : undefined;
  }

  private without({ plan }: Exchange, reason: string): Validators {
    this.warnings.once(plan, `sends no ETag: ${reason}.`);
    return NO_VALIDATORS;
  }
}

function platformOf({ request }: Exchange): Platform {
  return routeOfRequest(request)!.route.platform;
}
