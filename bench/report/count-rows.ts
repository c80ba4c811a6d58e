import { moreBytes, moreCalls, signed, verdictOnCounts } from '../counts/limits.js';
import type { CountResult } from '../measure/result.interface.js';
import { formatTable } from './markdown-table.js';

const TITLES = ['counted', 'functions', '', 'at most', 'bytes', '', 'at most', 'SQL', ''];
const NUMBERS = [1, 2, 3, 4, 5, 6];

/** What was counted, ours and the other's, and how it compares with its limit. */
export function countTableOf(results: readonly CountResult[]): string {
  return formatTable([TITLES, ...results.map(cellsOf)], NUMBERS);
}

function cellsOf(result: CountResult): string[] {
  const { name, subject, baseline, limits } = result;
  const both = (of: (side: CountResult['subject']) => number) =>
    `${Math.round(of(subject))} : ${Math.round(of(baseline))}`;
  return [
    name,
    both(({ calls }) => calls),
    signed(moreCalls(result)),
    signed(limits.calls),
    both(({ bytes }) => bytes.median),
    moreBytes(result).toFixed(2),
    limits.bytes.toFixed(2),
    subject.statements + baseline.statements > 0 ? both(({ statements }) => statements) : '',
    verdictOnCounts(result),
  ];
}
