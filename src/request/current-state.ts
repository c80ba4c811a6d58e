import { HttpException, HttpStatus } from '@nestjs/common';
import type { CurrentState } from '../rfc9110/index.js';
import { validatorsOf, type Validators } from '../tags/validators.js';
import { toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import { decisions } from './decision-channel.js';
import type { Exchange } from './exchange.js';
import type { RoutePlan } from './route-plan.interface.js';

/** Present, absent, or unknown where nobody could say. */
export type KnownState = (CurrentState & { readonly entity?: unknown }) | { readonly kind: 'unknown' };

/**
 * Asks a route's `current` what the target resource is now. What is there at once is given at once: a promise costs more than
 * all that is done with it.
 * @throws whatever `current` throws; but on a route that creates what is absent, its 404 means absent
 */
export function currentStateOf(exchange: Exchange): MaybePromise<KnownState> {
  const { plan } = exchange;
  const entity = decisions.hasSubscribers && plan.current ? measured(exchange) : read(exchange);
  return entity instanceof Promise ? entity.then((found) => stateOf(plan, found)) : stateOf(plan, entity);
}

function stateOf(plan: RoutePlan, entity: unknown): MaybePromise<KnownState> {
  if (entity === undefined) return { kind: 'unknown' };
  if (entity === null) return { kind: 'absent' };
  const made = validatorsOf(plan, entity);
  return made instanceof Promise
    ? made.then((validators) => stateWith(validators, entity))
    : stateWith(made, entity);
}

function stateWith({ etag, lastModified }: Validators, entity: unknown): KnownState {
  return { kind: 'present', entity, etag, lastModified };
}

function read({ plan, context }: Exchange): MaybePromise<unknown> {
  try {
    const found = toMaybePromise(plan.current?.(context));
    return found instanceof Promise ? found.catch((error: unknown) => absentAfter(plan, error)) : found;
  } catch (error) {
    return absentAfter(plan, error);
  }
}

/** @throws the error, unless it says that what the route is to create is not there yet */
function absentAfter({ creates }: RoutePlan, error: unknown): null {
  if (creates && error instanceof HttpException && error.getStatus() === HttpStatus.NOT_FOUND) return null;
  throw error;
}

async function measured(exchange: Exchange): Promise<unknown> {
  const asked = performance.now();
  try {
    return await read(exchange);
  } finally {
    exchange.currentTime = (exchange.currentTime ?? 0) + performance.now() - asked;
  }
}
