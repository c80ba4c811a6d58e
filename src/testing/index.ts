/**
 * Proves how an API handles conditional requests, over real HTTP; and what unit tests need in the place of a client and of a
 * database. It needs no test framework, and works in all of them.
 */
export { conditional, ConditionalApi } from './conditional.js';
export type { ConditionalOptions } from './conditional.js';
export type { Exchange, Received, SentHeaders, SentRequest } from './client/exchange.js';
export { NoResponseError } from './client/limits.js';
export type { Limits } from './client/limits.js';
export { matchers } from './matchers/matchers.js';
export type { MatcherResult } from './matchers/matchers.js';
export type { ConditionalMatchers } from './matchers/matchers.interface.js';
export type { RuleResult } from './report/remark.js';
export { ConformanceError, RouteReport } from './report/route-report.js';
export { Savings } from './report/savings.js';
export type { Saving } from './report/savings.js';
export { RULES } from './rules/all.js';
export type { Resource, Rule, RuleGroup, Verdict } from './rules/rule.js';
export type { NestApplicationLike, SupertestLike, Target } from './target.js';
export { absentVersion, anyVersion, expectedVersion, unconditional } from './unit/expected-version.js';
export type { VersionValue } from './unit/expected-version.js';
export { InMemoryAdapter } from './unit/in-memory.adapter.js';
export { InMemoryRepository } from './unit/in-memory-repository.js';
export type { InMemoryOptions } from './unit/in-memory-repository.js';
export type { Write } from './write.js';
