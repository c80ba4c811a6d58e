import { bound, type RouteDecorator } from './bound.js';
import { RequirePreconditionMetadata } from '../metadata/route-metadata.js';

/**
 * Answers 428 to a write that comes without a usable If-Match, If-None-Match or If-Unmodified-Since. On a class it
 * holds for PUT, PATCH and DELETE; on a method for that method. `forRoot({ preconditions: 'required' })` asks it of
 * every tagged PUT, PATCH and DELETE.
 * @example
 * ```ts
 * @Put(':id') @Versioned({ current: ProductState }) @RequirePrecondition() update() {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-3
 */
export function RequirePrecondition(): RouteDecorator {
  return bound(RequirePreconditionMetadata(true));
}
