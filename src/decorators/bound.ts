import { applyDecorators, UseFilters, UseInterceptors } from '@nestjs/common';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';

type AnyDecorator = ClassDecorator | MethodDecorator;

/**
 * A decorator that carries metadata and binds the interceptor and the filter to the routes it stands on, so
 * that a route without one of our decorators pays nothing for the module.
 */
export function bound(...metadata: AnyDecorator[]): ClassDecorator & MethodDecorator {
  return applyDecorators(...metadata, UseInterceptors(EtagInterceptor), UseFilters(PreconditionFilter));
}
