import { describe, expect, it } from '@jest/globals';
import { formatTable, rowsIn } from '../../bench/report/markdown-table.js';
import { quotedIn, refreshed, withQuote } from '../../bench/report/quotes.js';
import { tableOf } from '../../bench/report/rows.js';
import type {
  ComparisonResult,
  CountResult,
  GrowthResult,
  Result,
} from '../../bench/measure/result.interface.js';

const SUMMARY = { median: 1, lower: 0.9, upper: 1.1, count: 3 };

function comparison(name: string, ratio: number, more: Partial<ComparisonResult> = {}): ComparisonResult {
  const side = { title: 'side', cpu: SUMMARY };
  return {
    kind: 'comparison',
    name,
    group: 'group',
    ratio: { ...SUMMARY, median: ratio },
    subject: side,
    baseline: side,
    ...more,
  };
}

const heap: GrowthResult = { kind: 'growth', name: 'heap', axis: 'requests', at: [1, 2], series: [] };

describe('a table', () => {
  it.each<[string, Result, string[][]]>([
    ['a target that is met', comparison('a', 1, { target: { atMost: 1 } }), [['≤ 1.00', 'met']]],
    ['one that is missed', comparison('a', 1.2, { target: { atMost: 1 } }), [['≤ 1.00', 'missed']]],
    ['one that is far off', comparison('a', 9, { target: { atMost: 1 } }), [['≤ 1.00', 'missed']]],
    ['no target', comparison('a', 9), [['', '']]],
    [
      'statements',
      comparison('a', 1, { subject: { title: '', cpu: SUMMARY, statements: 2 } }),
      [['', 'SQL 2 : 0']],
    ],
    [
      'bytes',
      comparison('a', 1, { baseline: { title: '', cpu: SUMMARY, bytes: 10.4 } }),
      [['', 'bytes 0 : 10']],
    ],
    [
      'what was skipped',
      { kind: 'skipped', name: 'a', group: '', reason: 'no Redis' },
      [['', 'skipped: no Redis']],
    ],
    ['growth with a target', { ...heap, ratio: 1.5, target: { atMost: 1.02 } }, [['≤ 1.02', 'missed']]],
    ['growth without, which is a chart', heap, []],
  ])('shows %s', (_, result, expected) => {
    expect(rowsIn(tableOf([result])).map((row) => row.slice(-2))).toEqual(expected);
  });

  it('begins with what has a target', () => {
    const rows = rowsIn(tableOf([comparison('a', 1), comparison('b', 1, { target: { atMost: 1 } })]));
    expect(rows.map(([name]) => name)).toEqual(['b', 'a']);
  });

  it('shows the ratio, its quartiles and that of the requests per second', () => {
    const [row] = rowsIn(tableOf([comparison('a', 0.5, { throughput: { ...SUMMARY, median: 2 } })]));
    expect(row).toEqual(['a', '0.50', '0.90 – 1.10', '2.00', '', '']);
  });

  it('is padded as prettier pads it', () => {
    expect(
      formatTable(
        [
          ['name', 'n'],
          ['a', '1.00'],
        ],
        [1],
      ),
    ).toBe('| name |    n |\n| ---- | ---: |\n| a    | 1.00 |');
  });
});

describe('a table of counts', () => {
  const side = { title: 'side', calls: 100, bytes: { ...SUMMARY, median: 2000 }, statements: 0 };
  const count: CountResult = {
    kind: 'count',
    name: 'a',
    group: 'group',
    limits: { calls: 10, bytes: 1.1 },
    subject: { ...side, calls: 90 },
    baseline: side,
  };

  it('shows ours and theirs, and what they may come to', () => {
    const cells = ['a', '90 : 100', '−10', '+10', '2000 : 2000', '1.00', '1.10', '', 'met'];
    expect(rowsIn(tableOf([count]))).toEqual([cells]);
  });

  it('shows statements where there are some', () => {
    const [row] = rowsIn(tableOf([{ ...count, subject: { ...side, statements: 2 } }]));
    expect(row!.slice(-2)).toEqual(['2 : 0', 'missed']);
  });

  it('stands before that of the ratios', () => {
    const rows = rowsIn(tableOf([comparison('b', 1), count]));
    expect(rows.map(([name]) => name)).toEqual(['a', 'b']);
  });
});

describe('a quotation', () => {
  const table = tableOf([comparison('a', 1), comparison('b', 2)]);
  const document = (quoted: string) => `# Speed\n\n<!-- bench -->\n\n${quoted}\n\n<!-- /bench -->\n\nMore.\n`;

  it('is put between the marks, and found there', () => {
    expect(quotedIn(withQuote(document('old'), table))).toBe(table);
    expect(withQuote(document('old'), table)).toBe(document(table));
  });

  it('is none without marks', () => {
    expect(quotedIn('# Speed')).toBeUndefined();
    expect(withQuote('# Speed', table)).toBe('# Speed');
    expect(refreshed('# Speed', table)).toBe('# Speed');
  });

  it('keeps its choice of rows when the results change', () => {
    const quoting = document(tableOf([comparison('b', 7), comparison('gone', 3)]));
    const rows = rowsIn(refreshed(quoting, table)).map(([name, ratio]) => [name, ratio]);
    expect(rows).toEqual([
      ['b', '2.00'],
      ['gone', '3.00'],
    ]);
  });
});
