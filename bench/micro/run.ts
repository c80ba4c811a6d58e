import { adjacentRatios } from '../measure/pairs.js';
import type { ComparisonResult, SideResult } from '../measure/result.interface.js';
import { summarise } from '../measure/summary.js';
import { bytesOf, calibrate, timeOf } from './batches.js';
import type { MicroComparison, MicroEffort } from './operation.interface.js';

/** Measures two functions in turn, a batch of one and a batch of the other. */
export function runMicro(
  { name, subject, baseline, target }: MicroComparison,
  { rounds, batch }: MicroEffort,
): ComparisonResult {
  // Each is compiled before either is measured.
  for (const { run } of [baseline, subject]) calibrate(run, batch);
  const counts = [calibrate(baseline.run, batch), calibrate(subject.run, batch)] as const;
  const costs: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    costs[0].push(timeOf(baseline.run, counts[0]) / counts[0]);
    costs[1].push(timeOf(subject.run, counts[1]) / counts[1]);
  }
  return {
    kind: 'comparison',
    name,
    group: 'functions',
    ...(target && { target }),
    ratio: summarise(adjacentRatios(costs[1], costs[0])),
    subject: sideOf(subject, costs[1]),
    baseline: sideOf(baseline, costs[0]),
  };
}

function sideOf({ title, run }: MicroComparison['subject'], nanoseconds: readonly number[]): SideResult {
  return { title, cpu: summarise(nanoseconds), bytes: bytesOf(run) };
}
