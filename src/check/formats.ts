import { documentOf, linkOf, remarkOf, requestText, type RuleResult } from '../testing/report/remark.js';
import type { RouteReport } from '../testing/report/route-report.js';
import type { Sources } from './sources.js';

/** The report for programs. */
export function jsonReport(reports: readonly RouteReport[], { skipped }: Sources): string {
  const routes = reports.map(({ route, passed, obstacle, results }) => ({
    route,
    passed,
    ...(obstacle === undefined ? {} : { obstacle }),
    results: results.map(resultOf),
  }));
  return `${JSON.stringify({ passed: reports.every(({ passed }) => passed), routes, skipped }, null, 2)}\n`;
}

function resultOf({ rule, verdict }: RuleResult): object {
  const { id, group, level, section, says } = rule;
  const named = { rule: id, group, level, section: documentOf(section), outcome: verdict.kind };
  if (verdict.kind === 'not-applicable') return { ...named, why: verdict.why };
  if (verdict.kind === 'passed') return named;
  const exchanges = verdict.exchanges.map(({ sent, received }) => ({
    sent: requestText(sent),
    received: { status: received.status, headers: received.rawHeaders, octets: received.body.length },
  }));
  const { expected, cause } = verdict;
  return { ...named, says, expected, cause, see: linkOf(section), exchanges };
}

/** The report for build servers: a suite for each route, a test for each rule. */
export function junitReport(reports: readonly RouteReport[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nestjs-etag check">\n${reports.map(suiteOf).join('')}</testsuites>\n`;
}

function suiteOf(report: RouteReport): string {
  const { route, obstacle, results } = report;
  const { failed, 'not-applicable': skipped } = report.count();
  const cases =
    obstacle === undefined
      ? results.map((result) => caseOf(route, result))
      : [testCase(route, 'can be checked', `<error message="${escaped(obstacle)}"/>`)];
  const counts = `tests="${cases.length}" failures="${failed}" errors="${obstacle === undefined ? 0 : 1}" skipped="${skipped}"`;
  return `  <testsuite name="${escaped(route)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
}

function caseOf(route: string, result: RuleResult): string {
  const { rule, verdict } = result;
  const name = `${rule.id} (${documentOf(rule.section)})`;
  if (verdict.kind === 'passed') return testCase(route, name, '');
  if (verdict.kind === 'not-applicable')
    return testCase(route, name, `<skipped message="${escaped(verdict.why)}"/>`);
  const failure = `<failure message="${escaped(rule.says)}" type="${rule.level}">${escaped(remarkOf(result))}</failure>`;
  return testCase(route, name, failure);
}

function testCase(route: string, name: string, content: string): string {
  return `    <testcase classname="${escaped(route)}" name="${escaped(name)}">${content}</testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no place for control characters, not even escaped. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '·')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
}
