import type { Comparison, Workload } from '../comparisons/comparison.interface.js';
import { mustAnswerTheSame } from '../measure/compare.js';
import type { CountResult } from '../measure/result.interface.js';
import { titleOf, type Launch } from '../servers/launch.js';
import { countRequests, type Counted } from './counting.js';
import type { Limits } from './limits.js';

/** What was counted before: many comparisons have a side in common. */
const before = new Map<string, Promise<Counted>>();

/**
 * Counts on both servers, at the same time: no time is taken.
 * @throws Error where one does not start, or does not do its job
 */
export async function count(
  { name, group, subject, baseline, workload }: Comparison,
  limits: Limits,
): Promise<CountResult> {
  const [theirs, ours] = await Promise.all([
    countOnce(baseline, workload),
    isSame(subject, baseline) ? countRequests(subject, workload) : countOnce(subject, workload),
  ]);
  if (subject.items === baseline.items) mustAnswerTheSame([theirs.body, ours.body]);
  return {
    kind: 'count',
    name,
    group,
    limits,
    subject: sideOf(subject, ours),
    baseline: sideOf(baseline, theirs),
  };
}

function isSame(one: Launch, other: Launch): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function countOnce(launch: Launch, workload: Workload): Promise<Counted> {
  const key = JSON.stringify([launch, workload]);
  const counted = before.get(key) ?? countRequests(launch, workload);
  before.set(key, counted);
  return counted;
}

function sideOf(launch: Launch, { calls, bytes, statements }: Counted): CountResult['subject'] {
  return { title: titleOf(launch), calls, bytes, statements };
}
