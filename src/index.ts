export { AcceptRanges } from './decorators/accept-ranges.decorator.js';
export { CacheControl } from './decorators/cache-control.decorator.js';
export { currentFrom } from './decorators/current-from.js';
export { ETag } from './decorators/etag.decorator.js';
export { ForgetsTags } from './decorators/forgets-tags.decorator.js';
export { IfMatch } from './decorators/if-match.decorator.js';
export { LastModified } from './decorators/last-modified.decorator.js';
export { NoETag } from './decorators/no-etag.decorator.js';
export { RequirePrecondition } from './decorators/require-precondition.decorator.js';
export { Versioned } from './decorators/versioned.decorator.js';
export { EtagModule } from './etag.module.js';
export { MalformedPreconditionException } from './exceptions/malformed-precondition.exception.js';
export { PreconditionFailedException } from './exceptions/precondition-failed.exception.js';
export { PreconditionRequiredException } from './exceptions/precondition-required.exception.js';
export { RangeNotSatisfiableException } from './exceptions/range-not-satisfiable.exception.js';
export { VersionConflictException } from './exceptions/version-conflict.exception.js';
export { EntityAdapters } from './versioned/entity-adapters.js';
export type { KnownEntity } from './versioned/entity-adapters.js';
export { ExpectedVersion } from './versioned/expected-version.js';
export { VersionedRepository } from './versioned/versioned-repository.js';
export { PreconditionFilter } from './filters/precondition.filter.js';
export type { DecisionOutcome, DecisionSource, EtagDecision } from './request/decision.interface.js';
export { PreconditionReport } from './request/precondition-report.js';
export { EtagInterceptor } from './interceptors/etag.interceptor.js';
export type { CollectionRows, CollectionSource } from './options/collection.interface.js';
export type {
  CurrentLookup,
  LookupRequest,
  CurrentResource,
  CurrentSource,
} from './options/current-resource.interface.js';
export type {
  Conflict,
  EntityAdapter,
  EntityDescription,
  EntityKey,
} from './versioned/entity-adapter.interface.js';
export type {
  EtagModuleOptions,
  EtagOptionsFactory,
  PreconditionPolicy,
} from './options/etag-module-options.interface.js';
export type {
  AcceptRangesOptions,
  AlreadyApplied,
  ETagOptions,
  RouteTagOptions,
  VersionedOptions,
} from './options/etag-options.interface.js';
export type {
  RememberedRequest,
  RememberedTagsOptions,
  RememberFor,
  RememberOptions,
  TagGroups,
  TagStore,
} from './options/remember-options.interface.js';
export type { LastModifiedSource, TagFunction, TagValue, TimestampValue } from './options/tag.interface.js';
export type { WriteOptions } from './options/write-options.interface.js';
export type { MaybePromise } from './util/maybe-promise.js';
export { TagMemory } from './remembered/tag-memory.js';
export { entityTag, formatEntityTag, parseEntityTag, strongEquals, weakEquals } from './rfc9110/index.js';
export type { CacheControlDirectives, EntityTag } from './rfc9110/index.js';
export { entityHash } from './tags/entity-hash.js';
export { fileTag } from './tags/file-tag.js';
export type { FileStats } from './tags/file-tag.js';
