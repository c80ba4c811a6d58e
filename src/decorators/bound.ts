import { applyDecorators, UseFilters, UseInterceptors } from '@nestjs/common';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { TAG_DECORATORS, TagMetadata } from '../metadata/route-metadata.js';

type AnyDecorator = ClassDecorator | MethodDecorator;

/**
 * A decorator that carries metadata and binds the interceptor and the filter to the routes it stands on, so
 * that a route without one of our decorators pays nothing for the module.
 */
export function bound(...metadata: AnyDecorator[]): ClassDecorator & MethodDecorator {
  return applyDecorators(...metadata, UseInterceptors(EtagInterceptor), UseFilters(PreconditionFilter));
}

/** A decorator that says where the tag comes from, and notes its name: two of them on one target are a mistake. */
export function tagged(name: string, tag: TagMetadata): ClassDecorator & MethodDecorator {
  const noted = (target: object, _?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const on = (descriptor?.value ?? target) as object;
    const names = (Reflect.getOwnMetadata(TAG_DECORATORS, on) ?? []) as string[];
    Reflect.defineMetadata(TAG_DECORATORS, [...names, name], on);
  };
  return bound(TagMetadata(tag), noted);
}
