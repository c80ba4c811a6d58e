/**
 * RFC 9110, section 13.2.2, step by step and word by word, to hold the core against. It shares no code with the core:
 * tags are texts here, dates are whole seconds, and nothing is clever.
 */
export interface Request {
  readonly method: string;
  readonly ifMatch?: Field;
  readonly ifNoneMatch?: Field;
  readonly ifModifiedSince?: number;
  readonly ifUnmodifiedSince?: number;
}

/** `*`, entity-tags as they are written, or a value that is neither. */
export type Field = '*' | 'malformed' | readonly string[];

export interface Resource {
  readonly exists: boolean;
  readonly etag?: string;
  readonly lastModified?: number;
}

export function transcription(request: Request, resource: Resource, weakIfMatch: boolean): string {
  const { method } = request;
  const isGetOrHead = ['GET', 'HEAD'].includes(method);

  // 13.2.1: "… methods that do not involve the selection or modification of a selected representation, such
  // as CONNECT, OPTIONS, or TRACE"
  if (['CONNECT', 'OPTIONS', 'TRACE'].includes(method)) return 'perform';

  // Ours, where the RFC is silent: what cannot be read is refused, except where it could only have spared a transfer.
  if (request.ifMatch === 'malformed') return 'malformed';
  if (request.ifNoneMatch === 'malformed' && !isGetOrHead) return 'malformed';

  let step = 1;
  for (;;) {
    switch (step) {
      case 1:
        // "When recipient is the origin server and If-Match is present, evaluate the If-Match precondition"
        if (request.ifMatch === undefined) step = 2;
        else if (ifMatchIsTrue(request.ifMatch, resource, weakIfMatch)) step = 3;
        else return 'precondition-failed';
        break;
      case 2:
        // "… If-Match is not present, and If-Unmodified-Since is present, evaluate the If-Unmodified-Since precondition"
        if (request.ifUnmodifiedSince === undefined) step = 3;
        else if (!resource.exists || resource.lastModified === undefined) step = 3;
        else if (resource.lastModified <= request.ifUnmodifiedSince) step = 3;
        else return 'precondition-failed';
        break;
      case 3:
        // "When If-None-Match is present, evaluate the If-None-Match precondition"
        if (request.ifNoneMatch === undefined) step = 4;
        else if (ifNoneMatchIsTrue(request.ifNoneMatch, resource)) step = 5;
        else if (isGetOrHead) return 'not-modified';
        else return 'precondition-failed';
        break;
      case 4:
        // "When the method is GET or HEAD, If-None-Match is not present, and If-Modified-Since is present"
        if (!isGetOrHead || request.ifModifiedSince === undefined) step = 5;
        else if (!resource.exists || resource.lastModified === undefined) step = 5;
        else if (resource.lastModified > request.ifModifiedSince) step = 5;
        else return 'not-modified';
        break;
      default:
        // Steps 5 and 6; If-Range is not evaluated here.
        return 'perform';
    }
  }
}

/** 13.1.1 */
function ifMatchIsTrue(field: Field, resource: Resource, weakIfMatch: boolean): boolean {
  // 1. "If the field value is "*", the condition is true if the origin server has a current representation"
  if (field === '*') return resource.exists;
  // 2. "… true if any of the listed tags match the entity tag of the selected representation"
  for (const tag of field) {
    const listed = weakIfMatch && tag.startsWith('W/') ? tag.slice(2) : tag;
    // Strong comparison: "both are not weak and their opaque-tags match character-by-character"
    if (resource.exists && listed === resource.etag && listed.startsWith('"')) return true;
  }
  // 3. "Otherwise, the condition is false."
  return false;
}

/** 13.1.2 */
function ifNoneMatchIsTrue(field: Field, resource: Resource): boolean {
  // 1. "If the field value is "*", the condition is false if the origin server has a current representation"
  if (field === '*') return !resource.exists;
  if (field === 'malformed') return true;
  // 2. "… false if one of the listed tags matches the entity tag of the selected representation"
  for (const tag of field) {
    // Weak comparison: "their opaque-tags match character-by-character, regardless of either or both being … weak"
    if (resource.exists && resource.etag !== undefined && opaque(tag) === opaque(resource.etag)) return false;
  }
  // 3. "Otherwise, the condition is true."
  return true;
}

function opaque(tag: string): string {
  return tag.slice(tag.indexOf('"'));
}
