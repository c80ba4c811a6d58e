import { AnswerFilter } from '../filters/answer.filter.js';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { NEST } from '../metadata/nest-metadata.js';

/**
 * Takes our interceptor and filter out of a handler's lists, since the handler itself and the last of all filters do what they
 * do; and puts first, before every other filter, the one that sends what was decided in the handler's stead.
 */
export function bindAnswer(handler: object, filter: AnswerFilter): void {
  unbind(handler);
  Reflect.defineMetadata(NEST.filters, [...otherFilters(handler), filter], handler);
}

/** Takes our interceptor and filter off a class or handler. */
export function unbind(target: object): void {
  if (Reflect.hasMetadata(NEST.interceptors, target))
    Reflect.defineMetadata(NEST.interceptors, otherInterceptors(target), target);
  if (Reflect.hasMetadata(NEST.filters, target))
    Reflect.defineMetadata(NEST.filters, otherFilters(target), target);
}

/** The interceptors of the application's own on a class or handler. */
export function otherInterceptors(target: object): unknown[] {
  return without(target, NEST.interceptors, EtagInterceptor);
}

function otherFilters(target: object): unknown[] {
  return without(target, NEST.filters, PreconditionFilter).filter(
    (filter) => !(filter instanceof AnswerFilter),
  );
}

function without(target: object, key: string, ours: Function): unknown[] {
  const enhancers = (Reflect.getMetadata(key, target) ?? []) as unknown[];
  return enhancers.filter((enhancer) => enhancer !== ours && !(enhancer instanceof ours));
}
