import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { rowsIn } from '../../bench/report/markdown-table.js';
import { quotedIn } from '../../bench/report/quotes.js';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const measured = rowsIn(read('bench/results/table.md'));

function quotedRows(path: string): string[][] {
  return rowsIn(quotedIn(read(path)) ?? '');
}

describe('what is said of speed', () => {
  it('in docs/performance.md is what was measured', () => {
    expect(quotedRows('docs/performance.md')).toEqual(measured);
  });

  it('in the README is part of it', () => {
    const quoted = quotedRows('README.md');
    expect(quoted.length).toBeGreaterThan(0);
    for (const row of quoted) expect(measured).toContainEqual(row);
  });
});
