import type { RouteReport } from '../testing/report/route-report.js';
import { tableOf } from '../testing/report/table.js';
import type { RuleGroup } from '../testing/rules/rule.js';
import type { Sources } from './sources.js';

const COLUMNS: readonly [string, RuleGroup][] = [
  ['validation', 'cacheValidation'],
  ['tag', 'changeDetection'],
  ['fields', 'headerHandling'],
  ['ranges', 'ranges'],
  ['codings', 'codings'],
  ['writes', 'concurrency'],
];

/** A row for each route: in how many rules of each group it is right, and what keeps it from being checked. */
function summaryOf(reports: readonly RouteReport[]): string {
  const heading = ['route', ...COLUMNS.map(([name]) => name)];
  const table = tableOf([heading, ...reports.filter(({ obstacle }) => !obstacle).map(rowOf)]);
  const blocked = reports.filter(({ obstacle }) => obstacle !== undefined).map(String);
  return [...(blocked.length < reports.length ? [table] : []), ...blocked].join('\n');
}

function rowOf(report: RouteReport): string[] {
  return [report.route, ...COLUMNS.map(([, group]) => cellOf(report, group))];
}

/** `12/14`: 12 rules of the 14 that apply. */
function cellOf(report: RouteReport, group: RuleGroup): string {
  const { passed, failed } = report.count(group);
  return passed + failed === 0 ? '–' : `${passed}/${passed + failed}`;
}

/** The whole report for a terminal: the table, a remark on each rule that is broken, and a last line. */
export function terminalReport(reports: readonly RouteReport[], { skipped }: Sources): string {
  const remarks = reports.filter(({ failures }) => failures.length > 0).map(String);
  const passedOver = skipped.map(({ path, why }) => `GET ${path}: not checked, since ${why}`).join('\n');
  return [summaryOf(reports), passedOver, ...remarks, lastLine(reports)].filter(Boolean).join('\n\n');
}

function lastLine(reports: readonly RouteReport[]): string {
  const broken = reports.reduce((sum, { failures }) => sum + failures.length, 0);
  const blocked = reports.filter(({ obstacle }) => obstacle !== undefined).length;
  const checked = `${reports.length - blocked} of ${reports.length} routes checked`;
  return `${checked}, ${broken === 0 ? 'no rule is broken' : `${broken} times a rule is broken`}.\n`;
}
