import { conditional, type RouteReport, type RuleGroup } from 'nestjs-etag/testing';
import { documentOf } from '../../../src/testing/report/remark.js';
import { PATH, PEERS } from './peers.js';

const GROUPS: readonly [string, RuleGroup][] = [
  ['cache validation', 'cacheValidation'],
  ['change detection', 'changeDetection'],
  ['header handling', 'headerHandling'],
  ['ranges', 'ranges'],
  ['codings', 'codings'],
  ['concurrency', 'concurrency'],
];

const WRITE = { body: (n: number) => ({ name: 'Wireless Headphones', price: 100 + n, stock: 45 }) };

export async function reportsOnPeers(): Promise<ReadonlyMap<string, RouteReport>> {
  const reports = new Map<string, RouteReport>();
  for (const { name, start } of PEERS) {
    const server = await start();
    reports.set(name, await conditional(server).report(PATH, WRITE));
    server.close();
  }
  return reports;
}

/** The two tables of docs/checking.md: how many rules hold, and which do not. */
export function tablesOf(reports: ReadonlyMap<string, RouteReport>): string {
  const names = [...reports.keys()];
  const counts = GROUPS.map(([title, group]) => {
    const cells = names.map((name) => {
      const { passed, failed } = reports.get(name)!.count(group);
      return passed + failed === 0 ? '–' : `${passed} of ${passed + failed}`;
    });
    return [title].concat(cells);
  });
  const [first] = reports.values();
  const broken = first!.results.flatMap(({ rule: { id, section } }) => {
    const cells = names.map((name) => {
      const { failures } = reports.get(name)!;
      return failures.some(({ rule }) => rule.id === id) ? 'broken' : '';
    });
    return cells.some(Boolean) ? [[`\`${id}\``, documentOf(section)].concat(cells)] : [];
  });
  return `${table(['rules', ...names], counts)}\n\n${table(['rule', 'section', ...names], broken)}`;
}

/** As prettier writes it. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((name, at) =>
    Math.max(3, ...[name, ...rows.map((row) => row[at]!)].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [
    line(heading),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}
