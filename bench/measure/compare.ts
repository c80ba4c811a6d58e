import type { Comparison } from '../comparisons/comparison.interface.js';
import { titleOf, type Launch } from '../servers/launch.js';
import type { Effort } from './effort.js';
import { interleave } from './interleave.js';
import { adjacentRatios } from './pairs.js';
import type { ComparisonResult, SideResult } from './result.interface.js';
import type { Host } from './server.js';
import { Station, type Sample } from './station.js';
import { median, summarise } from './summary.js';

/** What a comparison is run with. */
export interface Conditions {
  readonly effort: Effort;
  readonly host: Host;
  readonly onRound: (round: number) => void;
}

/**
 * Starts both servers, sees to it that they do the same, and measures them in turn.
 * @throws Error where one does not start, or does not do its job
 */
export async function compare(
  comparison: Comparison,
  { effort, host, onRound }: Conditions,
): Promise<ComparisonResult> {
  const { subject, baseline, workload } = comparison;
  const stations: Station[] = [];
  try {
    for (const launch of [baseline, subject]) stations.push(await Station.open(launch, workload, host));
    if (subject.items === baseline.items) mustAnswerTheSame(stations);
    const [b, s] = (await interleave(stations, effort, onRound)) as [Sample[], Sample[]];
    return resultOf(comparison, s, b);
  } finally {
    await Promise.all(stations.map((station) => station.close()));
  }
}

function mustAnswerTheSame(stations: readonly Station[]): void {
  const bodies = new Set(stations.map(({ body }) => body));
  if (bodies.size > 1) throw new Error(`they answer differently: ${[...bodies].join(' and ').slice(0, 500)}`);
}

function resultOf(comparison: Comparison, subject: Sample[], baseline: Sample[]): ComparisonResult {
  const ratios = (of: (sample: Sample) => number) =>
    summarise(adjacentRatios(subject.map(of), baseline.map(of)));
  const { name, group, target } = comparison;
  return {
    kind: 'comparison',
    name,
    group,
    ...(target && { target }),
    ratio: ratios(({ cpu }) => cpu),
    throughput: ratios(({ rate }) => rate),
    subject: sideOf(comparison.subject, subject),
    baseline: sideOf(comparison.baseline, baseline),
  };
}

function sideOf(launch: Launch, samples: readonly Sample[]): SideResult {
  const statements = median(samples.map((sample) => sample.statements));
  return {
    title: titleOf(launch),
    cpu: summarise(samples.map(({ cpu }) => cpu)),
    rate: summarise(samples.map(({ rate }) => rate)),
    ...(statements > 0 && { statements }),
  };
}
