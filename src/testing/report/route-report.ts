import type { RuleGroup } from '../rules/rule.js';
import { remarkOf, type RuleResult } from './remark.js';

/** What came of the rules on one route. */
export class RouteReport {
  constructor(
    /** Method and path. */
    readonly route: string,
    readonly results: readonly RuleResult[],
    /** Why no rule could be checked: the server is down, say, or the route answers 401. */
    readonly obstacle?: string,
  ) {}

  /** The rules that the route breaks. */
  get failures(): readonly RuleResult[] {
    return this.results.filter(({ verdict }) => verdict.kind === 'failed');
  }

  /** Whether rules could be checked, and none is broken. */
  get passed(): boolean {
    return this.obstacle === undefined && this.failures.length === 0;
  }

  /** How many rules of a group passed, failed, and had nothing to look at. */
  count(group?: RuleGroup): Record<'passed' | 'failed' | 'not-applicable', number> {
    const counts = { passed: 0, failed: 0, 'not-applicable': 0 };
    for (const { rule, verdict } of this.results) {
      if (group === undefined || rule.group === group) counts[verdict.kind]++;
    }
    return counts;
  }

  /** The remarks on what is wrong; one line where nothing is. */
  toString(): string {
    if (this.obstacle !== undefined) return `${this.route}: ${this.obstacle}`;
    const { failures } = this;
    const { passed, 'not-applicable': without } = this.count();
    if (failures.length === 0) return `${this.route}: ${passed} rules hold, ${without} do not apply.`;
    const heading = `${this.route}: ${failures.length} of ${passed + failures.length} rules are broken.`;
    return [heading, ...failures.map(remarkOf)].join('\n\n');
  }
}

/** A route that breaks rules of RFC 9110. The message is a remark on each. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';

  constructor(readonly report: RouteReport) {
    super(report.toString());
  }
}
