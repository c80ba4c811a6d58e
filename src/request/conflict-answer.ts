import type { HttpException } from '@nestjs/common';
import { EXISTS, PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import type { Conflict } from '../versioned/entity-adapter.interface.js';
import type { EntityTag } from '../rfc9110/index.js';
import { currentStateOf } from './current-state.js';
import type { Exchange } from './exchange.js';
import { selectedValidators } from './selected-representation.js';

/**
 * Whether a conflict that the database found is ours to answer. That something exists already is a failed precondition
 * only of a request that was to create it (`If-None-Match: *`); otherwise it is the application's to explain.
 */
export function isOurs(exchange: Exchange, conflict: Conflict): boolean {
  return conflict === 'stale' || exchange.preconditions.ifNoneMatch?.kind === 'any';
}

/** 412 with the current tag where the request was conditional, 409 where it was not. */
export async function conflictAnswer(exchange: Exchange, conflict: Conflict): Promise<HttpException> {
  if (!exchange.conditional) return new VersionConflictException();
  const message = conflict === 'exists' ? EXISTS : undefined;
  return new PreconditionFailedException(await currentTag(exchange), message);
}

/** A courtesy of the 412: where the current state cannot be had, the answer stays the same without it. */
async function currentTag(exchange: Exchange): Promise<EntityTag | undefined> {
  const { plan, context } = exchange;
  if (!plan.current) return undefined;
  const state = await currentStateOf(plan, context).catch(() => undefined);
  return state?.kind === 'present' ? selectedValidators(exchange, state).etag : undefined;
}
