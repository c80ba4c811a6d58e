/**
 * What each case must come to: RFC 9110, 13.2.2 word by word (the transcription the core is held against), and around
 * it what DESIGN says of HTTP: what is missing, what is unknown, what comes with which status.
 */
import { transcription, type Request } from '../../rfc9110/transcription.js';
import { LAST_MODIFIED, NEW_LAST_MODIFIED, rewritten, type State } from './states.js';

export interface Case {
  readonly method: string;
  readonly means: Omit<Request, 'method'>;
  readonly state: State;
  /** The route has a `current`, so that a refused request never reaches the handler. */
  readonly asksCurrent: boolean;
  readonly creates: boolean;
  readonly settings?: CaseSettings;
}

export interface CaseSettings {
  readonly weakIfMatch?: boolean;
  readonly malformed?: 400 | 412;
  readonly required?: boolean;
  readonly strictPut?: boolean;
}

export interface Expected {
  readonly status: number;
  readonly calls: number;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

const READS = new Set(['GET', 'HEAD']);
const SUCCESS: Readonly<Record<string, number>> = { POST: 201, DELETE: 204 };

export function expected(one: Case): Expected {
  const { method, state } = one;
  if (method === 'OPTIONS') return { status: 200, calls: 1 };
  const refused = refusal(one);
  if (refused !== undefined) return refused;
  if (!state.exists && !one.creates) return missing(one);
  return decided(one);
}

/** What is refused before anything is compared. */
function refusal({ method, means, state, settings = {} }: Case): Expected | undefined {
  if (READS.has(method)) return undefined;
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = means;
  const compares = ifMatch !== undefined || ifNoneMatch !== undefined;
  const guards =
    ifMatch !== undefined ||
    (ifNoneMatch !== undefined && ifNoneMatch.length > 0) ||
    (ifUnmodifiedSince !== undefined && (state.unknown || (state.exists && state.updatedAt !== undefined)));
  if (settings.required && method !== 'POST' && !guards) return { status: 428, calls: 0 };
  if (ifMatch === 'malformed' || ifNoneMatch === 'malformed') {
    return { status: settings.malformed ?? 400, calls: 0 };
  }
  // "Fail closed: a precondition that cannot be evaluated is refused". If-Modified-Since is none, of a write.
  if (state.unknown && (compares || ifUnmodifiedSince !== undefined)) return { status: 412, calls: 0 };
  return undefined;
}

/** "Elsewhere the handler's own 404 wins", but nothing unsafe is tried while an If-Match stands unfulfilled. */
function missing({ method, means }: Case): Expected {
  const guarded = !READS.has(method) && means.ifMatch !== undefined;
  return { status: 404, calls: guarded ? 0 : 1 };
}

function decided({ method, means, state, asksCurrent, settings = {} }: Case): Expected {
  const resource = { exists: state.exists, ...validatorsOf(state) };
  const outcome = transcription({ method, ...means }, resource, settings.weakIfMatch ?? false);
  const calls = asksCurrent && !state.unknown ? 0 : 1;
  const { etag } = state;
  switch (outcome) {
    case 'perform':
      return { status: SUCCESS[method] ?? 200, calls: 1, ...selectedValidators(method, state, settings) };
    case 'not-modified':
      return {
        status: 304,
        calls,
        etag,
        // 15.4.5: beside a better validator it would only be one more field.
        lastModified: etag === undefined && state.updatedAt ? LAST_MODIFIED : undefined,
      };
    case 'malformed':
      return { status: settings.malformed ?? 400, calls };
    default:
      return { status: 412, calls, etag };
  }
}

function validatorsOf({ etag, updatedAt }: State): { etag?: string; lastModified?: number } {
  return {
    ...(etag !== undefined && { etag }),
    ...(updatedAt && { lastModified: Math.floor(updatedAt.getTime() / 1000) }),
  };
}

/** The validators of a success: of what is there on a read, of what is there now on a write. */
function selectedValidators(method: string, state: State, { strictPut }: CaseSettings): Partial<Expected> {
  if (method === 'DELETE' || (method === 'PUT' && strictPut)) return {};
  if (READS.has(method)) {
    return { etag: state.etag, lastModified: state.updatedAt && LAST_MODIFIED };
  }
  if (!state.exists) return { etag: '"v2"', lastModified: NEW_LAST_MODIFIED };
  return { etag: rewritten(state.etag), lastModified: state.updatedAt && NEW_LAST_MODIFIED };
}
