import { HttpException, HttpStatus } from '@nestjs/common';
import type { CurrentState } from '../rfc9110/index.js';
import { validatorsOf } from '../tags/validators.js';
import { andThen, orElse, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import { decisions } from './decision-channel.js';
import type { Exchange } from './exchange.js';
import type { RoutePlan } from './route-plan.interface.js';

/** Present, absent, or unknown where nobody could say. */
export type KnownState = (CurrentState & { readonly entity?: unknown }) | { readonly kind: 'unknown' };

/**
 * Asks a route's `current` what the target resource is now.
 * @throws whatever `current` throws; but on a route that creates what is absent, its 404 means absent
 */
export function currentStateOf(exchange: Exchange): MaybePromise<KnownState> {
  const entity = decisions.hasSubscribers && exchange.plan.current ? measured(exchange) : read(exchange);
  return andThen(entity, (found) => stateOf(exchange.plan, found));
}

function stateOf(plan: RoutePlan, entity: unknown): MaybePromise<KnownState> {
  if (entity === undefined) return { kind: 'unknown' };
  if (entity === null) return { kind: 'absent' };
  return andThen(validatorsOf(plan, entity), ({ etag, lastModified }) => ({
    kind: 'present',
    entity,
    etag,
    lastModified,
  }));
}

function read({ plan, context }: Exchange): MaybePromise<unknown> {
  return orElse(
    () => toMaybePromise(plan.current?.(context)),
    (error) => {
      const isNotFound = error instanceof HttpException && error.getStatus() === HttpStatus.NOT_FOUND;
      if (plan.creates && isNotFound) return null;
      throw error;
    },
  );
}

async function measured(exchange: Exchange): Promise<unknown> {
  const asked = performance.now();
  try {
    return await read(exchange);
  } finally {
    exchange.currentTime = (exchange.currentTime ?? 0) + performance.now() - asked;
  }
}
