/** Which of its preconditions a request meets, as RFC 9110 says it or as the faults have it. */
import type { IncomingMessage } from 'node:http';
import {
  evaluate,
  formatHttpDate,
  isMalformed,
  parsePreconditions,
  type RequestHeaders,
} from 'nestjs-etag/rfc9110';
import type { Has, Representation } from './thing.js';

export type Decision = 'perform' | 304 | 400 | 412 | 500;

type Headers = Record<string, string | string[] | undefined>;

export function decide(request: IncomingMessage, { state }: Representation, has: Has): Decision {
  const method = request.method ?? '';
  const isRead = method === 'GET' || method === 'HEAD';
  const headers = kept({ ...request.headers }, request, isRead, has);
  const outright = isRead ? decideRead(headers, state, has) : undefined;
  if (outright) return outright;
  const preconditions = parsePreconditions(headers);
  if (isMalformed(method, preconditions)) return 400;
  const weakIfMatch = has('match-weak');
  const outcome = evaluate(method, preconditions, state, { weakIfMatch });
  if (outcome === 'not-modified') return has('read-412') && headers['if-none-match'] ? 412 : 304;
  return outcome === 'perform' ? 'perform' : 412;
}

/** The fields that are looked at. */
function kept(headers: Headers, request: IncomingMessage, isRead: boolean, has: Has): RequestHeaders {
  const drop = (name: string, when: boolean) => {
    if (when) delete headers[name];
  };
  const match = String(headers['if-match'] ?? '');
  const tag = parsePreconditions({ 'if-none-match': headers['if-none-match'] }).ifNoneMatch;
  drop('if-none-match', has('tag-ignored') || (has('any-ignored') && headers['if-none-match'] === '*'));
  drop('if-none-match', has('match-ends') && match !== '');
  drop('if-none-match', has('head-unconditional') && request.method === 'HEAD');
  drop('if-modified-since', has('date-ignored'));
  drop('if-unmodified-since', has('unmodified-since-ignored'));
  drop('if-match', isRead ? has('match-ignored-in-reads') : has('write-ignores-match'));
  drop(
    'if-match',
    has('write-malformed') && parsePreconditions({ 'if-match': match }).ifMatch?.kind === 'malformed',
  );
  if (has('match-stale') && isRead && match !== '' && match !== '*') headers['if-match'] = '"stale"';
  if (has('match-any-ignored') && match === '*') headers['if-match'] = '"*"';
  if (has('list-first-line') && tag) headers['if-none-match'] = firstLine(request.rawHeaders);
  return headers;
}

function firstLine(raw: readonly string[]): string {
  return raw[raw.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === 'if-none-match') + 1]!;
}

/** What faults answer a read at once. */
function decideRead(headers: RequestHeaders, state: Representation['state'], has: Has): Decision | undefined {
  const value = headers['if-none-match'] as string | undefined;
  const since = headers['if-modified-since'] as string | undefined;
  const opaque = state.etag?.opaque ?? '';
  const unmodified = headers['if-unmodified-since'];
  if (has('unmodified-since-fractions') && unmodified && !headers['if-match']) return 412;
  if (has('if-range-evaluated') && headers['if-range'] && !headers['range']) return 412;
  if (since !== undefined) {
    const date = formatHttpDate(state.lastModified);
    if (has('date-stale') && value === undefined) return 304;
    if (has('date-beside-tag') && value !== undefined && Date.parse(since) >= state.lastModified) return 304;
    if (has('date-parse') && value === undefined && Date.parse(since) >= state.lastModified) return 304;
    if (has('date-one-form') && value === undefined) return since === date ? 304 : 'perform';
  }
  if (has('both-match') && headers['if-match'] && headers['if-unmodified-since'])
    return evaluate(
      'GET',
      parsePreconditions({ 'if-unmodified-since': headers['if-unmodified-since'] }),
      state,
    ) === 'perform'
      ? undefined
      : 412;
  if (value === undefined || headers['if-match']) return undefined;
  if (has('tag-present')) return 304;
  if (has('malformed-500') && isMalformed('PUT', parsePreconditions({ 'if-none-match': value }))) return 500;
  if (value === '*') return undefined;
  const members = value.split(',').map((member) => member.replaceAll(/^\s*(W\/)?"?|"?\s*$/g, ''));
  if (has('list-split')) return members.includes(opaque) ? 304 : 'perform';
  if (has('list-whole')) return value.replace(/^W\//, '') === `"${opaque}"` ? 304 : 'perform';
  if (has('list-no-empty') && /,\s*,|,\s*$|^\s*,/.test(value)) return 'perform';
  if (has('weak-unequal') && value.startsWith('W/')) return 'perform';
  return undefined;
}
