/** What a handler does, whatever system calls it: how a resource answers, and what a write makes of it. */
import type { State } from '../case.interface.js';

export interface Representation {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const REWRITTEN = '2024-06-01T12:00:00.200Z';
const READS = new Set(['GET', 'HEAD']);
const SUCCESS: Readonly<Record<string, number>> = { POST: 201, DELETE: 204 };
/** The fields that a 304 says again, and one that it does not. */
export const DESCRIPTION = {
  'Cache-Control': 'private, max-age=60',
  'Content-Location': '/elsewhere',
  Expires: 'Wed, 01 May 2024 13:00:00 GMT',
  Vary: 'Accept-Language',
  'Content-Language': 'en',
} as const;

/** Longer than what compressors leave as it is. */
const LONG = 'long '.repeat(1_000);

/** Counts what was changed, by the id of the request that did it. */
export class Changes {
  private readonly ids = new Set<string>();

  note(id: string): void {
    this.ids.add(id);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }
}

export function bodyOf(name: string, state: State, language = 'none'): object {
  return { name, ...(state.languages && { language }), ...(state.coded && { text: LONG }) };
}

/** The validators that a representation has after a write. */
export function rewritten(state: State): State {
  const { etag, lastModified } = state;
  if (state.exists === false) return { etag: '"v2"', lastModified: REWRITTEN };
  return {
    ...(etag !== undefined && { etag: etag.replace('v1', 'v2') }),
    ...(lastModified !== undefined && { lastModified: REWRITTEN }),
  };
}

export function validatorFields({ etag, lastModified }: State): Record<string, string> {
  return {
    ...(etag !== undefined && { ETag: etag }),
    ...(lastModified && { 'Last-Modified': new Date(lastModified).toUTCString() }),
  };
}

/** What a handler written by hand would answer, which knows of no preconditions. */
export function represent(
  name: string,
  state: State,
  { method, id, language }: { method: string; id: string; language: string | undefined },
  changes: Changes,
): Representation {
  const refused = refusalOf(method, state);
  if (refused !== undefined) return { status: refused, fields: locationOf(state), body: '{"refused":true}' };
  if (method === 'OPTIONS') return { status: 200, fields: {}, body: '{"methods":"all"}' };
  const body = state.content ?? JSON.stringify(bodyOf(name, state, language));
  if (READS.has(method)) {
    const type = { 'Content-Type': state.content === undefined ? 'application/json' : 'text/plain' };
    const caching = state.noStore ? { 'Cache-Control': 'no-store' } : DESCRIPTION;
    return {
      status: state.status ?? 200,
      fields: { ...type, ...caching, ...validatorFields(state) },
      body: state.status === 204 ? undefined : body,
    };
  }
  changes.note(id);
  if (method === 'DELETE') return { status: 204, fields: {}, body: undefined };
  const fields = { 'Content-Type': 'application/json', ...validatorFields(rewritten(state)) };
  return { status: SUCCESS[method] ?? 200, fields, body };
}

function refusalOf(method: string, state: State): number | undefined {
  const refused = state.turnsAway ?? state.fails ?? state.redirects;
  if (refused !== undefined) return refused;
  const creates = state.creates && (method === 'PUT' || method === 'PATCH');
  return state.exists === false && !creates && method !== 'OPTIONS' ? 404 : undefined;
}

function locationOf({ redirects }: State): Record<string, string> {
  return redirects === undefined ? {} : { Location: '/elsewhere' };
}
