import type { Type } from '@nestjs/common';
import { Reflector, type ReflectableDecorator } from '@nestjs/core';
import type { CacheControlDirectives } from '../rfc9110/index.js';
import type {
  AcceptRangesOptions,
  ETagOptions,
  VersionedOptions,
} from '../options/etag-options.interface.js';
import type { TagGroups } from '../options/remember-options.interface.js';
import type { LastModifiedSource } from '../options/tag.interface.js';

/** Where the tag of a route comes from, as its decorator says. */
export interface TagMetadata {
  /** What the tag is made of: the version, a function of the entity, or the body; none with `@NoETag()`. */
  readonly kind: 'version' | 'function' | 'body' | 'none';
  /** `@ETag()` has a `tag` or `hash`, `@Versioned()` a `column` and `id`, `@NoETag()` nothing. */
  readonly options: ETagOptions & VersionedOptions;
  readonly entity?: Type | undefined;
}

/** All of the decorators below. */
export const DECORATORS: { readonly KEY: string }[] = [];

function metadata<T>(name: string): ReflectableDecorator<T> {
  const decorator = Reflector.createDecorator<T>({ key: `nestjs-etag:${name}` });
  DECORATORS.push(decorator);
  return decorator;
}

/** `@ETag()`, `@Versioned()` and `@NoETag()` set it: one route has one of them. */
export const TagMetadata = metadata<TagMetadata>('tag');

// Each of these is set by the decorator of its name.
export const LastModifiedMetadata = metadata<LastModifiedSource<unknown>>('last-modified');
export const CacheControlMetadata = metadata<CacheControlDirectives>('cache-control');
export const AcceptRangesMetadata = metadata<AcceptRangesOptions>('accept-ranges');
export const RequirePreconditionMetadata = metadata<boolean>('require-precondition');
export const ForgetsTagsMetadata = metadata<TagGroups>('forgets-tags');

/** `@IfMatch()` sets it on the class and the method's name, as parameter decorators do. */
export const IF_MATCH_PARAMETER = 'nestjs-etag:if-match';

/** The names of the tag decorators on a class or a method: there should be one. */
export const TAG_DECORATORS = 'nestjs-etag:tag-decorators';
