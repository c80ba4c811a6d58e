import { PreconditionFilter } from '../filters/precondition.filter.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { NEST } from '../metadata/nest-metadata.js';

const OURS = [
  [NEST.interceptors, EtagInterceptor],
  [NEST.filters, PreconditionFilter],
] as const;

/**
 * Puts our interceptor and filter last in a handler's lists, wherever their decorator stands among the others: the
 * interceptor becomes the innermost, and the filter the first to be asked.
 */
export function bindLast(handler: object): void {
  for (const [key, ours] of OURS) {
    Reflect.defineMetadata(key, [...without(handler, key, ours), ours], handler);
  }
}

/** Takes them off a class, or off a handler that is to be left alone: each decorated handler has its own. */
export function unbind(target: object): void {
  for (const [key, ours] of OURS) {
    if (Reflect.hasMetadata(key, target)) Reflect.defineMetadata(key, without(target, key, ours), target);
  }
}

function without(target: object, key: string, ours: unknown): unknown[] {
  const enhancers = (Reflect.getMetadata(key, target) ?? []) as unknown[];
  return enhancers.filter((enhancer) => enhancer !== ours);
}
