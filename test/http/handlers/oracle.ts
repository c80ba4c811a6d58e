/** What is right for a request, worked out from RFC 9110 and from nothing of the package. */
import { createHash } from 'node:crypto';

export const ENTITY = { id: 1, version: 3, name: 'thing' };
const TAG = '"3"';
/** The status of what a handler throws. */
export const THROWN = 418;
export const FALLBACK = { fallback: true };
export const STREAMED = 'one two';

/** What a handler comes to. */
export type Result = 'entity' | 'stream' | 'error';
/** What stands around it. */
export type Around = 'none' | 'map' | 'tap' | 'catchError' | 'throwIfEmpty' | 'lastValueFrom' | 'cache hit';
/** Where the tag and the current state of a route come from. */
export type Route = 'hash' | 'version' | 'current' | 'checked' | 'required' | 'asserted';

export interface Case {
  readonly result: Result;
  readonly around: Around;
  readonly route: Route;
  readonly ifMatch: Condition;
  readonly ifNoneMatch: Condition;
}

export type Condition = 'none' | 'fresh' | 'weak' | 'other' | 'any' | 'junk';

export interface Expected {
  readonly status: number;
  /** `null`: none. Undefined: either is right. */
  readonly etag: string | null | undefined;
  readonly ran: boolean;
}

/** What a response would be without preconditions: its status, and the tag of what it selects. */
interface Plain {
  readonly status: number;
  readonly etag: string | null | undefined;
}

export function isRead({ route }: Pick<Case, 'route'>): boolean {
  return route === 'hash' || route === 'version' || route === 'current';
}

/** The tag that a client of this route would have. */
export function freshTag(asked: Case): string {
  const etag = plainOf(asked).etag ?? TAG;
  return asked.route === 'hash' ? etag : TAG;
}

export function expectedOf(asked: Case): Expected {
  return isRead(asked) ? readOf(asked) : writeOf(asked);
}

function readOf(asked: Case): Expected {
  const ran = asked.around !== 'cache hit';
  // A hit never comes to the current state: it is decided by what it sends.
  if (asked.route === 'current' && ran) {
    const decided = decide(asked, TAG, 304);
    if (decided) return { ...decided, ran: false };
    return {
      ...plainOf(asked),
      ran,
      ...(plainOf(asked).etag === null && isConditional(asked) && { etag: undefined }),
    };
  }
  const plain = plainOf(asked);
  // Another status than a 2xx wins (13.2.1).
  if (plain.status !== 200) return { ...plain, ran };
  return { ...(decide(asked, plain.etag ?? null, 304) ?? plain), ran };
}

function writeOf(asked: Case): Expected {
  if (asked.route === 'required' && !isConditional(asked)) return { status: 428, etag: null, ran: false };
  const decided = decide(asked, TAG, 412);
  if (decided) return { ...decided, ran: false };
  return { ...plainOf(asked), ran: true };
}

function plainOf({ result, around, route }: Case): Plain {
  const reads = isRead({ route });
  if (around === 'cache hit' && reads) return { status: 200, etag: tagOf(route, ENTITY, true) };
  if (result === 'error') {
    if (around !== 'catchError') return { status: THROWN, etag: null };
    return { status: 200, etag: tagOf(route, FALLBACK, false) };
  }
  if (result === 'stream') return { status: 200, etag: null };
  const sent = around === 'map' ? { data: ENTITY } : ENTITY;
  return { status: 200, etag: tagOf(route, sent, true) };
}

function tagOf(route: Route, sent: object, ofEntity: boolean): string | null {
  if (route === 'hash') return `"${createHash('sha256').update(JSON.stringify(sent)).digest('base64url')}"`;
  return ofEntity ? TAG : null;
}

function isConditional({ ifMatch, ifNoneMatch }: Case): boolean {
  return ifMatch !== 'none' || ifNoneMatch !== 'none';
}

/** 13.2.2, for a representation that exists: If-Match first, then If-None-Match. */
function decide(
  { ifMatch, ifNoneMatch }: Case,
  etag: string | null,
  unmatched: 304 | 412,
): Omit<Expected, 'ran'> | undefined {
  if (ifMatch === 'junk') return { status: 400, etag: null };
  // A list that cannot be read is never a 304 (13.1.2); a write with one is refused.
  if (ifNoneMatch === 'junk' && unmatched === 412) return { status: 400, etag: null };
  // 13.1.1: strong comparison, and `*` for whatever there is.
  const matches = ifMatch === 'none' || ifMatch === 'any' || (ifMatch === 'fresh' && etag !== null);
  if (!matches) return { status: 412, etag };
  // 13.1.2: weak comparison.
  const isFresh = (ifNoneMatch === 'fresh' || ifNoneMatch === 'weak') && etag !== null;
  if (ifNoneMatch === 'any' || isFresh) return { status: unmatched, etag };
  return undefined;
}
