/** What a response may be: 13.2.2 word by word, with what the request says by the grammar, and the room as it was. */
import { transcription, type Resource } from '../rfc9110/transcription.js';
import type { Around } from './arbitraries.js';
import type { StrictResponse } from './connection.js';
import type { Kind } from './kind-routes.js';
import { read, type Fields } from './reading.js';
import type { Room } from './rooms.js';

export interface Exchange {
  readonly kind: Kind;
  readonly around: Around;
  readonly method: string;
  readonly fields: Fields;
  readonly response: StrictResponse;
  /** As the request found it. */
  readonly before: Room | null;
  readonly performed: boolean;
  /** Tags that were shown of this version. */
  readonly shown: ReadonlySet<string>;
}

const READS = new Set(['GET', 'HEAD']);

/** What is wrong with a response, in words. */
export function faultsOf(exchange: Exchange): string[] {
  const { kind, method, response } = exchange;
  if (response.status >= 500) return [`${response.status}: ${response.body.toString().slice(0, 200)}`];
  if (method === 'OPTIONS')
    return [304, 412].includes(response.status) ? [`OPTIONS answered ${response.status}`] : [];
  if (kind.undecorated) return [];
  return READS.has(method) ? readFaults(exchange) : writeFaults(exchange);
}

function readFaults(exchange: Exchange): string[] {
  const { kind, response, before, performed } = exchange;
  const { status } = response;
  if (performed) return ['a read changed something'];
  if (kind.status === 302 || kind.status === 422)
    return status === kind.status ? [] : [`${status}, not ${kind.status}`];
  if (before === null) return status === 404 ? [] : [`${status} of what is not there`];
  const { etag } = response.headers;
  // What shows no tag may have been compared with one all the same.
  const tags = etag === undefined ? [undefined, `"${before.version}"`, ...exchange.shown] : [etag];
  const outcomes = [...tags.map((tag) => outcomeFor(exchange, tag)), ...inAnyCoding(exchange, before, tags)];
  if (outcomes.some((outcome) => statusesFor(kind, outcome).includes(status))) return [];
  // What a compressor makes of a stream is not known before it has done so, and nothing of a HEAD ever is. An If-Match that
  // held for another coding is not asked again, nor is what stands beside it. Each is a 304 that is missed, and no more.
  const missed = kind.ranges || etag === undefined || exchange.fields.ifMatch !== undefined;
  const isUncertain = exchange.around === 'a compressor' && missed;
  if (isUncertain && (status === 200 || status === 206) && outcomes.includes('not-modified')) return [];
  return [`${status}, where 13.2.2 comes to ${outcomes.join(' or ')}, with ETag ${etag}`];
}

/** Behind a compressor an If-Match holds for the tag of any coding, and of the version: which one it will be shows later. */
function inAnyCoding(exchange: Exchange, before: Room, tags: readonly (string | undefined)[]): string[] {
  const { kind, around, fields, shown } = exchange;
  if (around !== 'a compressor' || fields.ifMatch === undefined) return [];
  const { ifMatch: _, ifUnmodifiedSince: __, ...others } = fields;
  const holds = tagsOf(kind, before, shown).some((tag) => {
    const guards = { ifMatch: fields.ifMatch, ifUnmodifiedSince: fields.ifUnmodifiedSince };
    return outcomeFor({ ...exchange, fields: guards }, tag) === 'perform';
  });
  return holds ? tags.map((tag) => outcomeFor({ ...exchange, fields: others }, tag)) : [];
}

function statusesFor(kind: Kind, outcome: string): readonly number[] {
  const success = kind.ranges ? [200, 206, 416] : [kind.status ?? 200];
  if (outcome === 'perform') return success;
  // 304 is for what would have been 200.
  if (outcome === 'not-modified') return kind.status === undefined ? [304] : success;
  return [outcome === 'malformed' ? 400 : 412];
}

function writeFaults(exchange: Exchange): string[] {
  const { kind, method, response, before, performed, shown } = exchange;
  const { status } = response;
  if (!(method in kind.routes)) return performed || status !== 404 ? [`${status} of no route`] : [];
  if (performed !== (status >= 200 && status < 300)) return [`${status}, and performed: ${performed}`];
  if (status === 304) return ['304 to a write'];
  if (kind.unconditionalWrites) return [];
  const tags = kind.tags === 'none' ? [undefined] : tagsOf(kind, before, shown);
  if (tags.length === 0) return [];
  const outcomes = new Set(tags.map((etag) => outcomeFor(exchange, etag)));
  if (performed)
    return outcomes.has('perform') ? [] : [`performed, where 13.2.2 comes to ${[...outcomes].join()}`];
  if (!outcomes.has('malformed') && status === 400) return ['400 of what is not malformed'];
  const mayRefuse = kind.required || kind.unknown || (before === null && !(kind.creates && method === 'PUT'));
  const mustPerform = outcomes.size === 1 && outcomes.has('perform') && !mayRefuse;
  return mustPerform ? [`${status}, where nothing forbids the write`] : [];
}

/** The tags a client may name the room by: whole ones that it was shown, and that of the version alone. */
function tagsOf({ tags }: Kind, before: Room | null, shown: ReadonlySet<string>): string[] {
  return before && tags === 'opaque' ? [...shown] : [...shown, `"${before?.version}"`];
}

function outcomeFor({ kind, method, fields, before }: Exchange, etag: string | undefined): string {
  const resource: Resource = {
    exists: before !== null,
    ...(etag !== undefined && before && { etag }),
    ...(kind.dates && before && { lastModified: Math.floor(before.updatedAt.getTime() / 1_000) }),
  };
  return transcription(read(method, fields), resource, false);
}
