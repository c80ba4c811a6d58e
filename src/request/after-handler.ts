import { HttpException, Injectable, StreamableFile } from '@nestjs/common';
import { isPreconditionException } from '../exceptions/is-precondition-exception.js';
import { failingAgain, hasFailed } from '../ranges/file-like.js';
import { inMemory } from '../ranges/in-memory.js';
import { clampLastModified } from '../rfc9110/index.js';
import { fileTag } from '../tags/file-tag.js';
import { isFileStream, openFile } from '../tags/open-file.js';
import { NO_VALIDATORS, validatorsOf, type Validators } from '../tags/validators.js';
import { orElse, type MaybePromise } from '../util/maybe-promise.js';
import { messageOf } from '../util/message-of.js';
import { discardStream, isStream } from '../util/streams.js';
import { conflictOf } from '../versioned/conflicts.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import type { Exchange } from './exchange.js';
import { conflictAnswer, prepared } from './handler-errors.js';
import type { RoutePlan } from './route-plan.interface.js';
import { routeOfRequest } from './route-of-request.js';
import { RouteWarnings } from './route-warnings.js';
import { sendStream } from './send-stream.js';
import { UnguardedWrites } from './unguarded-writes.js';

/** Takes the validators of what the handler returned, and hands it on as it is; or throws its error, or a 412 for it. */
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
    // The handler may not have awaited its assert(entity): then the response does.
    const pending = exchange.expected?.pending;
    return pending ? pending.then(() => this.succeeded(exchange, value)) : this.succeeded(exchange, value);
  }

  /** @throws the error; a 412 or 409 in the place of an error by which a library says that a write met a conflict */
  async throw(exchange: Exchange, error: unknown): Promise<never> {
    // An exception of the application's is never replaced, whatever caused it.
    const known = error instanceof HttpException ? undefined : this.adapters.conflictOf(error);
    const conflict = known ?? conflictOf(error);
    const thrown = (conflict && (await conflictAnswer(exchange, conflict))) ?? error;
    throw isPreconditionException(thrown) ? prepared(exchange, thrown) : thrown;
  }

  private succeeded(exchange: Exchange, value: unknown): MaybePromise<unknown> {
    try {
      this.writes.inspect(exchange);
    } catch (error) {
      discardStream(value);
      throw error;
    }
    // A write is done by now: a tag function that fails costs the response its tag, and nothing else.
    const made = orElse(
      () => this.validatorsOf(exchange.plan, value),
      (error) => this.without(exchange.plan, `making its tag failed: ${messageOf(error)}`),
    );
    if (!(made instanceof Promise)) return this.keep(exchange, value, made);
    return made.then((validators) => this.keep(exchange, value, validators));
  }

  private validatorsOf(plan: RoutePlan, value: unknown): MaybePromise<Validators> {
    if (value === null || value === undefined) return NO_VALIDATORS;
    const { entity, tagger, bodyHash } = plan;
    const other = this.otherEntity(entity, value);
    if (other) return this.without(plan, `it returned a ${other}, and its tag is that of a ${entity!.name}`);
    const made = validatorsOf(plan, value);
    if (tagger?.needs && !(made instanceof Promise) && !made.etag)
      this.without(plan, `what it returned has no ${tagger.needs}`);
    return isFileStream(value) && !bodyHash?.shallow ? fileValidators(plan, value, made) : made;
  }

  /** The name of the entity class that was returned, where it is not the route's: their versions cannot be compared. */
  private otherEntity(entity: RoutePlan['entity'], value: unknown): string | undefined {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (!entity || typeof one !== 'object' || one === null || one instanceof entity) return undefined;
    const { constructor } = one;
    return constructor !== Object && this.adapters.find(constructor as typeof entity)
      ? constructor.name
      : undefined;
  }

  private without(plan: RoutePlan, reason: string): Validators {
    this.warnings.once(plan, 'no-tag', `sends no ETag: ${reason}.`);
    return NO_VALIDATORS;
  }

  private keep(exchange: Exchange, value: unknown, validators: Validators): MaybePromise<unknown> {
    exchange.validators = validators;
    const { bodyHash, maxRanges } = exchange.plan;
    const hash = bodyHash !== undefined && !bodyHash.shallow;
    const { content, bytes } = inMemory(value, { hash, ranges: maxRanges !== undefined });
    return isStream(content) ? finishStream(exchange, content, bytes) : content;
  }
}

/** A stream bypasses `send` on Express, and is never buffered. So it is decided here. */
function finishStream(
  exchange: Exchange,
  stream: unknown,
  bytes: Uint8Array | undefined,
): MaybePromise<unknown> {
  // Its error wins over a 304 or 412 (13.2.1).
  if (hasFailed(stream)) return failingAgain(stream);
  exchange.fileType = stream instanceof StreamableFile ? stream.getHeaders().type : undefined;
  exchange.answer = routeOfRequest(exchange.request)!.route.platform.finishStream(exchange, bytes);
  if (!exchange.answer) return sendStream(exchange, stream, bytes);
  discardStream(stream);
  return undefined;
}

/** Adds what only the file knows. Its size and date stand in for the hash of a body that is never read as a whole. */
async function fileValidators(
  { bodyHash }: RoutePlan,
  file: StreamableFile,
  made: MaybePromise<Validators>,
): Promise<Validators> {
  const { etag, lastModified } = await made;
  const open = await openFile(file);
  if (!open) return { etag, lastModified };
  return {
    etag: etag ?? bodyHash?.ofFile(fileTag(open)),
    lastModified: lastModified ?? clampLastModified(open.mtimeMs),
  };
}
