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

/** The samples of both servers while they ran. */
interface Start {
  readonly subject: readonly Sample[];
  readonly baseline: readonly Sample[];
}

/**
 * Measures two servers in turn, as often as they are started: V8 makes different choices in processes that run the same, and
 * some make all requests of a process dearer.
 * @throws Error where one does not start, or does not do its job
 */
export async function compare(comparison: Comparison, conditions: Conditions): Promise<ComparisonResult> {
  const { effort, onRound } = conditions;
  const rounds = Math.ceil(effort.rounds / effort.starts);
  const starts: Start[] = [];
  for (let at = 0; at < effort.starts; at += 1) {
    const share = { ...effort, rounds };
    const start = await startBoth(comparison, {
      ...conditions,
      effort: share,
      onRound: (round) => onRound(at * rounds + round),
    });
    starts.push(start);
  }
  return resultOf(comparison, starts);
}

/** Starts both servers, sees to it that they do the same, and measures them in turn. */
async function startBoth(
  { subject, baseline, workload }: Comparison,
  { effort, host, onRound }: Conditions,
): Promise<Start> {
  const stations: Station[] = [];
  try {
    for (const launch of [baseline, subject]) stations.push(await Station.open(launch, workload, host));
    if (subject.items === baseline.items) mustAnswerTheSame(stations.map(({ body }) => body));
    const [b, s] = (await interleave(stations, effort, onRound)) as [Sample[], Sample[]];
    return { subject: s, baseline: b };
  } finally {
    await Promise.all(stations.map((station) => station.close()));
  }
}

/** @throws Error where they do not */
export function mustAnswerTheSame(bodies: readonly string[]): void {
  const different = new Set(bodies);
  if (different.size > 1)
    throw new Error(`they answer differently: ${[...different].join(' and ').slice(0, 500)}`);
}

function resultOf(comparison: Comparison, starts: readonly Start[]): ComparisonResult {
  const ratios = (of: (sample: Sample) => number) =>
    summarise(starts.flatMap(({ subject, baseline }) => adjacentRatios(subject.map(of), baseline.map(of))));
  const { name, group, target } = comparison;
  return {
    kind: 'comparison',
    name,
    group,
    ...(target && { target }),
    ratio: ratios(({ cpu }) => cpu),
    throughput: ratios(({ rate }) => rate),
    subject: sideOf(
      comparison.subject,
      starts.flatMap(({ subject }) => subject),
    ),
    baseline: sideOf(
      comparison.baseline,
      starts.flatMap(({ baseline }) => baseline),
    ),
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
