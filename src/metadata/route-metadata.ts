import type { Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AcceptRangesOptions } from '../options/accept-ranges-options.interface.js';
import type { CacheControlDirectives } from '../rfc9110/index.js';
import type { ETagOptions, VersionedOptions } from '../options/etag-options.interface.js';
import type { TagGroups } from '../options/remember-options.interface.js';
import type { LastModifiedSource } from '../options/tag.interface.js';

/** Where the tag of a route comes from, as its decorator says. */
export type TagMetadata =
  | { readonly kind: 'etag'; readonly options: ETagOptions }
  | { readonly kind: 'versioned'; readonly options: VersionedOptions; readonly entity?: Type | undefined }
  | { readonly kind: 'none' };

/** Set by `@ETag()`, `@Versioned()` and `@NoETag()`: one route has one of them. */
export const TagMetadata = Reflector.createDecorator<TagMetadata>({ key: 'nestjs-etag:tag' });

/** Set by `@LastModified()`. */
export const LastModifiedMetadata = Reflector.createDecorator<LastModifiedSource<unknown>>({
  key: 'nestjs-etag:last-modified',
});

/** Set by `@CacheControl()`. */
export const CacheControlMetadata = Reflector.createDecorator<CacheControlDirectives>({
  key: 'nestjs-etag:cache-control',
});

/** Set by `@AcceptRanges()`. */
export const AcceptRangesMetadata = Reflector.createDecorator<AcceptRangesOptions>({
  key: 'nestjs-etag:accept-ranges',
});

/** Set by `@RequirePrecondition()`. */
export const RequirePreconditionMetadata = Reflector.createDecorator<boolean>({
  key: 'nestjs-etag:require-precondition',
});

/** Set by `@ForgetsTags()`. */
export const ForgetsTagsMetadata = Reflector.createDecorator<TagGroups>({
  key: 'nestjs-etag:forgets-tags',
});

/** Set by `@IfMatch()`, on the class and the method's name, as parameter decorators are. */
export const IF_MATCH_PARAMETER = 'nestjs-etag:if-match';

/** The decorators of a tag that stand on a class or a method, by name: there should be one. */
export const TAG_DECORATORS = 'nestjs-etag:tag-decorators';
