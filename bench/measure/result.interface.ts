import type { Counts, Limits } from '../counts/limits.js';
import type { Summary } from './summary.js';
import type { Target } from './verdict.js';

export interface SideResult {
  readonly title: string;
  /** Microseconds of processor time per request, or nanoseconds per operation. */
  readonly cpu: Summary;
  /** Requests per second. */
  readonly rate?: Summary;
  /** SQL statements per request. */
  readonly statements?: number;
  /** Allocated per operation. */
  readonly bytes?: number;
}

/** Two sides of which one was measured against the other. */
export interface ComparisonResult {
  readonly kind: 'comparison';
  readonly name: string;
  readonly group: string;
  readonly target?: Target;
  /** Of the costs of adjacent rounds, subject to baseline. */
  readonly ratio: Summary;
  /** Of the requests per second. */
  readonly throughput?: Summary;
  readonly subject: SideResult;
  readonly baseline: SideResult;
}

/** One line of a chart. */
export interface Series {
  readonly name: string;
  /** One for each place on the axis; relative to the first one. */
  readonly values: readonly number[];
}

/** How a cost grows with something. */
export interface GrowthResult {
  readonly kind: 'growth';
  readonly name: string;
  /** What grows, and in what unit. */
  readonly axis: string;
  readonly at: readonly number[];
  readonly series: readonly Series[];
  readonly target?: Target;
  /** What the target is about. */
  readonly ratio?: number;
}

/** Two sides of which what can be counted was counted. */
export interface CountResult {
  readonly kind: 'count';
  readonly name: string;
  readonly group: string;
  readonly limits: Limits;
  readonly subject: Counts & { readonly title: string };
  readonly baseline: Counts & { readonly title: string };
}

/** What was not measured, and why not. */
interface SkippedResult {
  readonly kind: 'skipped';
  readonly name: string;
  readonly group: string;
  readonly reason: string;
}

export type Result = ComparisonResult | CountResult | GrowthResult | SkippedResult;

/** What makes results comparable with one another. */
export interface Environment {
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  /** Each side on a core of its own; without, they get in each other's way. Not there where no time is taken. */
  readonly pinned?: boolean;
}

export interface Results {
  readonly environment: Environment;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly results: readonly Result[];
}
