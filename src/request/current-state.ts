import { HttpException, HttpStatus, type ExecutionContext } from '@nestjs/common';
import type { CurrentState } from '../rfc9110/index.js';
import { validatorsOf } from '../tags/validators.js';
import type { RoutePlan } from './route-plan.interface.js';

/** Present, absent, or unknown where nobody could say. */
export type KnownState = (CurrentState & { readonly entity?: unknown }) | { readonly kind: 'unknown' };

/**
 * Asks a route's `current` what the target resource is now.
 * @throws whatever `current` throws; but on a route that creates what is absent, its 404 means absent
 */
export async function currentStateOf(plan: RoutePlan, context: ExecutionContext): Promise<KnownState> {
  const entity = await read(plan, context);
  if (entity === undefined) return { kind: 'unknown' };
  if (entity === null) return { kind: 'absent' };
  return { kind: 'present', entity, ...(await validatorsOf(plan, entity)) };
}

async function read({ current, creates }: RoutePlan, context: ExecutionContext): Promise<unknown> {
  try {
    return await current?.(context);
  } catch (error) {
    if (creates && error instanceof HttpException && error.getStatus() === HttpStatus.NOT_FOUND) return null;
    throw error;
  }
}
