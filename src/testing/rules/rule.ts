import type { Exchange, SentHeaders } from '../client/exchange.js';

/** What a rule is about, as the methods of `conditional()` are called. */
export type RuleGroup =
  'cacheValidation' | 'changeDetection' | 'concurrency' | 'headerHandling' | 'ranges' | 'codings';

/** What came of one rule on one route. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'not-applicable'; readonly why: string }
  | {
      readonly kind: 'failed';
      /** The exchanges that show it, in their order; the last one is the one that is wrong. */
      readonly exchanges: readonly Exchange[];
      readonly expected: string;
      readonly cause: string;
    };

/** One sentence of the RFC that a server can be seen to break. */
export interface Rule {
  /** Its name, for `ignore`. */
  readonly id: string;
  readonly group: RuleGroup;
  /** Of RFC 9110, unless it names another document: `RFC 6585, 3`. */
  readonly section: string;
  /** Whether the RFC demands or recommends it. */
  readonly level: 'must' | 'should';
  /** What the section says, in one sentence. */
  readonly says: string;
  check(resource: Resource): Promise<Verdict>;
}

/** The route that is checked. */
export interface Resource {
  readonly path: string;
  /** The response without preconditions, which all others are compared with: always a 200. */
  readonly baseline: Exchange;
  /** GET with these fields, beside those that every request to the route has. */
  get(headers?: SentHeaders): Promise<Exchange>;
  send(method: string, headers?: SentHeaders, path?: string): Promise<Exchange>;
  /** The write that a user allowed, with another content each time; undefined where none was allowed. */
  readonly write?: ((headers?: SentHeaders) => Promise<Exchange>) | undefined;
  /** Several such writes at one time, by writers who do not know of one another. */
  race(headers: SentHeaders): Promise<readonly Exchange[]>;
}

export const PASSED: Verdict = { kind: 'passed' };

export function notApplicable(why: string): Verdict {
  return { kind: 'not-applicable', why };
}

export function failed(exchanges: Exchange | readonly Exchange[], expected: string, cause: string): Verdict {
  return { kind: 'failed', exchanges: [exchanges].flat(), expected, cause };
}

/** One after the other: what a rule sends must not meet what another one sends. */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  await items.reduce(async (before, item) => {
    await before;
    results.push(await work(item));
  }, Promise.resolve());
  return results;
}
