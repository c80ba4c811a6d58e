import { applyDecorators, UseFilters, UseInterceptors } from '@nestjs/common';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { TAG_DECORATORS, TagMetadata } from '../metadata/route-metadata.js';

/** Stands on a route, or on a class for its routes. */
export type RouteDecorator = ClassDecorator & MethodDecorator;

/** A method that is no route: Nest makes the interceptor and the filter on it, and lets tests override them. */
const ENHANCERS = '__nestjsEtag';

/** A decorator that carries metadata. A route without one of our decorators pays nothing for the module. */
export function bound(...metadata: (ClassDecorator | MethodDecorator)[]): RouteDecorator {
  return applyDecorators(...metadata, provideEnhancers);
}

/** Has Nest make our interceptor and filter for the module of a controller, without binding them to any route. */
export function provideEnhancers(target: object): void {
  const prototype = typeof target === 'function' ? (target.prototype as object) : target;
  if (Object.hasOwn(prototype, ENHANCERS)) return;
  Object.defineProperty(prototype, ENHANCERS, { value: () => undefined, configurable: true });
  const descriptor = Object.getOwnPropertyDescriptor(prototype, ENHANCERS)!;
  UseInterceptors(EtagInterceptor)(prototype, ENHANCERS, descriptor);
  UseFilters(PreconditionFilter)(prototype, ENHANCERS, descriptor);
}

/** Writes where the tag comes from, and the name of the decorator: two of them on one target are a mistake. */
export function tagged(name: string, tag: TagMetadata): RouteDecorator {
  const noted = (target: object, _?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const on = (descriptor?.value ?? target) as object;
    const names = (Reflect.getOwnMetadata(TAG_DECORATORS, on) ?? []) as string[];
    Reflect.defineMetadata(TAG_DECORATORS, [...names, name], on);
  };
  return bound(TagMetadata(tag), noted);
}
