import { HttpException, HttpStatus } from '@nestjs/common';
import type { CurrentState } from '../rfc9110/index.js';
import { validatorsOf } from '../tags/validators.js';
import { decisions } from './decision-channel.js';
import type { Exchange } from './exchange.js';

/** Present, absent, or unknown where nobody could say. */
export type KnownState = (CurrentState & { readonly entity?: unknown }) | { readonly kind: 'unknown' };

/**
 * Asks a route's `current` what the target resource is now.
 * @throws whatever `current` throws; but on a route that creates what is absent, its 404 means absent
 */
export async function currentStateOf(exchange: Exchange): Promise<KnownState> {
  const entity = await read(exchange);
  if (entity === undefined) return { kind: 'unknown' };
  if (entity === null) return { kind: 'absent' };
  return { kind: 'present', entity, ...(await validatorsOf(exchange.plan, entity)) };
}

async function read(exchange: Exchange): Promise<unknown> {
  const { current, creates } = exchange.plan;
  const asked = decisions.hasSubscribers ? performance.now() : undefined;
  try {
    return await current?.(exchange.context);
  } catch (error) {
    if (creates && error instanceof HttpException && error.getStatus() === HttpStatus.NOT_FOUND) return null;
    throw error;
  } finally {
    if (asked !== undefined && current)
      exchange.currentTime = (exchange.currentTime ?? 0) + performance.now() - asked;
  }
}
