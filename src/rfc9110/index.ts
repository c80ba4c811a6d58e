/**
 * RFC 9110, as far as conditional requests go: values in, values out. Knows no framework and imports nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export { parseByteRanges } from './byte-ranges.js';
export type { ByteRangeSpec } from './byte-ranges.js';
export { contradictions, formatCacheControl, forbidsStore } from './cache-control.js';
export type { CacheControlDirectives } from './cache-control.js';
export { clampLastModified } from './current-state.js';
export type { CurrentState } from './current-state.js';
export { entityTag, formatEntityTag, parseEntityTag, strongEquals, weakEquals } from './entity-tag.js';
export type { EntityTag } from './entity-tag.js';
export { parseEntityTagList } from './entity-tag-list.js';
export type { EntityTagList } from './entity-tag-list.js';
export { evaluate, ignoresPreconditions, isMalformed } from './evaluate.js';
export type { EvaluateOptions, Outcome } from './evaluate.js';
export { formatHttpDate, isHttpDate, parseHttpDate } from './http-date.js';
export { parseIfRange, rangeApplies } from './if-range.js';
export type { IfRange } from './if-range.js';
export { isKeptOnNotModified, leftOutOnNotModified } from './not-modified.js';
export { decodeOpaque, encodeOpaque } from './opaque-tag.js';
export { guardsWrite, isConditional, NO_PRECONDITIONS, parsePreconditions } from './preconditions.js';
export type { Preconditions, RequestHeaders } from './preconditions.js';
export { mergeVary } from './vary.js';
