import type {
  ComparisonResult,
  CountResult,
  GrowthResult,
  Result,
  SideResult,
} from '../measure/result.interface.js';
import type { Summary } from '../measure/summary.js';
import { formatTarget, verdictOn } from '../measure/verdict.js';
import { countTableOf } from './count-rows.js';
import { formatTable, type Cells } from './markdown-table.js';

const TITLES = ['measured', 'ratio', 'quartiles', 'requests/s', 'target', ''];
const NUMBERS = [1, 2, 3, 4];

type Measured = Exclude<Result, CountResult>;

/** What was counted; and all results with a ratio, those with a target first, and what was left out. */
export function tableOf(results: readonly Result[]): string {
  const counted = results.filter((result) => result.kind === 'count');
  const others = results.filter((result) => result.kind !== 'count');
  const tables = [
    ...(counted.length > 0 ? [countTableOf(counted)] : []),
    ...(others.length > 0 ? [ratioTable(others)] : []),
  ];
  return tables.join('\n\n');
}

function ratioTable(results: readonly Measured[]): string {
  return formatTable([TITLES, ...promisedFirst(results).flatMap(cellsOf)], NUMBERS);
}

/** The same with other rows, as a table quotes them. */
export function quoteTable(rows: Cells): string {
  return formatTable([TITLES, ...rows], NUMBERS);
}

function promisedFirst(results: readonly Measured[]): Measured[] {
  return [...results.filter(isPromised), ...results.filter((result) => !isPromised(result))];
}

function isPromised(result: Measured): boolean {
  return result.kind !== 'skipped' && result.target !== undefined;
}

function cellsOf(result: Measured): string[][] {
  if (result.kind === 'skipped') return [[result.name, '', '', '', '', `skipped: ${result.reason}`]];
  if (result.kind === 'growth') return growthCells(result);
  const { name, ratio, throughput, target } = result;
  const verdict = target ? verdictOn(ratio.median, target) : '';
  const note = [verdict === 'gross' ? 'missed' : verdict, ...beside(result)].filter(Boolean).join('; ');
  return [
    [
      name,
      ratio.median.toFixed(2),
      spread(ratio),
      throughput ? throughput.median.toFixed(2) : '',
      target ? formatTarget(target) : '',
      note,
    ],
  ];
}

function growthCells({ name, ratio, target }: GrowthResult): string[][] {
  if (ratio === undefined || !target) return [];
  const verdict = verdictOn(ratio, target);
  return [[name, ratio.toFixed(2), '', '', formatTarget(target), verdict === 'gross' ? 'missed' : verdict]];
}

function spread({ lower, upper }: Summary): string {
  return `${lower.toFixed(2)} – ${upper.toFixed(2)}`;
}

/** Counts, which are exact where times are not. */
function beside({ subject, baseline }: ComparisonResult): string[] {
  return [...both('SQL', subject, baseline, 'statements'), ...both('bytes', subject, baseline, 'bytes')];
}

function both(
  unit: string,
  subject: SideResult,
  baseline: SideResult,
  count: 'statements' | 'bytes',
): string[] {
  const [ours, theirs] = [subject[count], baseline[count]];
  if (ours === undefined && theirs === undefined) return [];
  return [`${unit} ${Math.round(ours ?? 0)} : ${Math.round(theirs ?? 0)}`];
}
