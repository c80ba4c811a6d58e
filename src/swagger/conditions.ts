import type { PlannedRoute } from '../routes/audit.js';
import { entityHash } from '../tags/entity-hash.js';

/** How the precondition of a write is met: by the write itself, by its handler, or before that. */
export type Guard = 'compare-and-set' | 'handler' | 'checked';

/** What there is to say of one operation of a document. */
export interface Conditions {
  readonly method: string;
  /** GET and HEAD. */
  readonly reads: boolean;
  /** The tag that a successful response shows; `given` where it may be either. */
  readonly tag: 'strong' | 'weak' | 'given' | undefined;
  /** Whether it shows a modification date. */
  readonly dated: boolean;
  /** Whether somebody evaluates the preconditions of a request. */
  readonly evaluates: boolean;
  /** The validators that preconditions are compared with. They are those of the response, but for some writes. */
  readonly compares: { readonly tag: boolean; readonly date: boolean };
  readonly guard: Guard;
  readonly required: boolean;
  readonly creates: boolean;
  /** Whether a stale change that has been made already is answered 204. */
  readonly mayBeApplied: boolean;
  /** Whether an ORM may report that an unconditional write met another one. */
  readonly mayConflict: boolean;
  readonly ranges: boolean;
  readonly cacheControl: string | undefined;
  readonly vary: readonly string[];
  readonly malformed: 400 | 412;
  readonly errors: 'nest' | 'problem';
}

/** Methods whose successful response may show the new state, validators included (9.3.4, 15.3). */
const SHOWS_NEW_STATE: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'POST']);

/** @returns undefined for a method whose preconditions are ignored (RFC 9110, 13.2.1) */
export function conditionsOf(planned: PlannedRoute, method: string): Conditions | undefined {
  if (method === 'OPTIONS' || method === 'TRACE') return undefined;
  const { plan, tag } = planned;
  const { settings } = plan;
  const reads = method === 'GET' || method === 'HEAD';
  // A hash of the body is known of reads alone.
  const compares = {
    tag: (plan.tagger ?? (reads ? plan.bodyHash : undefined)) !== undefined,
    date: plan.lastModified !== undefined,
  };
  const isKnown = reads || tag.hasCurrent || plan.takesIfMatch;
  const evaluates = plan.conditional && isKnown && (compares.tag || compares.date);
  const isStrict = method === 'PUT' && settings.putValidators === 'strict';
  const shows = reads || (SHOWS_NEW_STATE.has(method) && !isStrict);
  const required = !reads && plan.policy === 'required';
  return {
    method,
    reads,
    tag: shows && compares.tag ? strengthOf(planned) : undefined,
    dated: shows && compares.date,
    evaluates,
    compares,
    guard: guardOf(planned),
    required,
    creates: plan.creates,
    mayBeApplied: !reads && evaluates && tag.hasCurrent && isAppliedBy(planned, method),
    mayConflict: !reads && evaluates && !required && plan.entity !== undefined,
    ranges: method === 'GET' && plan.maxRanges !== undefined,
    cacheControl: plan.cacheControl,
    vary: plan.vary,
    malformed: settings.malformed,
    errors: settings.errors,
  };
}

function strengthOf({ plan, tag: { kind, options } }: PlannedRoute): Conditions['tag'] {
  if (options.weak) return 'weak';
  if (kind === 'function' && options.tag !== entityHash) return 'given';
  // The tag of a file is weak at first, and that of a response that a compressor codes may become weak.
  return plan.maxRanges !== undefined || plan.settings.coding === 'weaken' ? 'given' : 'strong';
}

/** A handler that takes `@IfMatch()` on a route of an entity hands it to the store, or is told so in the log. */
function guardOf({ plan }: PlannedRoute): Guard {
  if (!plan.takesIfMatch) return 'checked';
  return plan.entity ? 'compare-and-set' : 'handler';
}

function isAppliedBy({ plan: { alreadyApplied } }: PlannedRoute, method: string): boolean {
  if (!alreadyApplied) return false;
  if (typeof alreadyApplied === 'function' || method === 'DELETE') return true;
  return method === 'PATCH' && alreadyApplied !== true;
}
