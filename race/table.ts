import type { Result, Scenario } from './scenario.js';

/** A row of the table: a race that was run, or why it was not. */
export interface Row {
  readonly scenario: Scenario;
  readonly result?: Result;
  /** In place of a result. */
  readonly note?: string;
}

const TITLES: Record<Scenario['program'], string> = {
  sample: 'compare-and-set',
  fixture: 'check only (has to lose)',
};

const COLUMNS: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ['scenario', ({ scenario }) => titleOf(scenario)],
  ['adapter', ({ scenario }) => scenario.adapter],
  ['database', ({ scenario }) => scenario.database],
  ['processes', ({ scenario }) => String(scenario.processes)],
  ['clients', ({ scenario }) => String(scenario.clients)],
  ['attempts', ({ result }) => String(result?.attempts ?? '-')],
  ['412s', ({ result }) => String(result?.refused ?? '-')],
  ['successes', ({ result }) => String(result?.successes ?? '-')],
  ['lost updates', ({ result }) => String(result?.lost ?? '-')],
  ['errors', ({ result }) => String(result?.errors ?? '-')],
  ['recovered', ({ result }) => String(result?.recovered ?? '-')],
  ['seconds', ({ result }) => result?.seconds.toFixed(1) ?? '-'],
  ['', ({ result, note }) => note ?? result?.faults ?? ''],
];

function titleOf({ program, variant, orm, faults }: Scenario): string {
  return [TITLES[program], variant, orm, faults && 'faults'].filter(Boolean).join(', ');
}

/** The results in columns, numbers to the right. */
export function format(rows: readonly Row[]): string {
  const lines = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const last = COLUMNS.length - 1;
  const widths = COLUMNS.map((_, at) =>
    at === last ? 0 : Math.max(...lines.map((cells) => cells[at]!.length)),
  );
  const text = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at < 3 || at === last ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd();
  const [head, ...body] = lines.map(text);
  const rule = widths.slice(0, last).map((width) => '-'.repeat(width));
  return [head, rule.join('  '), ...body].join('\n');
}
