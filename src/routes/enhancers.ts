import type { NestInterceptor } from '@nestjs/common';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { DISPATCH } from '../interceptors/dispatch.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { NEST } from '../metadata/nest-metadata.js';

/** What is to stand last in a handler's lists. */
export interface Enhancers {
  /** Takes requests through stage 1; undefined where the handler does itself. */
  readonly interceptor: NestInterceptor | undefined;
  /** As a decorator binds it, for Nest to make one for each module; or made, where no decorator does. */
  readonly filter: PreconditionFilter | typeof PreconditionFilter;
}

/**
 * Puts our interceptor and filter last in a handler's lists, wherever their decorator stands among the others: the
 * interceptor becomes the innermost, and the filter the first to be asked.
 */
export function bindLast(handler: object, { interceptor, filter }: Enhancers): void {
  const ours = interceptor ? [interceptor] : [];
  Reflect.defineMetadata(NEST.interceptors, [...otherInterceptors(handler), ...ours], handler);
  Reflect.defineMetadata(NEST.filters, [...otherFilters(handler), filter], handler);
}

/** Takes them off a class, or off a handler that is to be left alone: each decorated handler has its own. */
export function unbind(target: object): void {
  if (Reflect.hasMetadata(NEST.interceptors, target))
    Reflect.defineMetadata(NEST.interceptors, otherInterceptors(target), target);
  if (Reflect.hasMetadata(NEST.filters, target))
    Reflect.defineMetadata(NEST.filters, otherFilters(target), target);
}

/** The interceptors of the application's own on a class or handler. */
export function otherInterceptors(target: object): unknown[] {
  return without(target, NEST.interceptors, EtagInterceptor).filter((enhancer) => enhancer !== DISPATCH);
}

function otherFilters(target: object): unknown[] {
  return without(target, NEST.filters, PreconditionFilter);
}

function without(target: object, key: string, ours: Function): unknown[] {
  const enhancers = (Reflect.getMetadata(key, target) ?? []) as unknown[];
  return enhancers.filter((enhancer) => enhancer !== ours && !(enhancer instanceof ours));
}
