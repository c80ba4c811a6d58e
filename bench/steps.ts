import type { Comparison } from './comparisons/comparison.interface.js';
import { count } from './counts/count.js';
import { INTERPRETED } from './counts/counting.js';
import type { Limits } from './counts/limits.js';
import { heapName, growthOfHeap } from './growth/heap-growth.js';
import { growthOfSize, SIZE_GROWTH } from './growth/size-growth.js';
import { compare } from './measure/compare.js';
import type { Effort } from './measure/effort.js';
import { nextMessage, start } from './measure/child.js';
import type { Result } from './measure/result.interface.js';
import type { Host } from './measure/server.js';
import type { MicroEffort } from './micro/operation.interface.js';
import { MICRO } from './root.js';
import { isOnDatabase, servicesOf, type Platform, type Service } from './servers/launch.js';
import type { Step, StepConditions } from './step.interface.js';

/** Milliseconds of a batch. */
const MICRO_BATCH = 10;
/** A young generation in which a batch fits, so that what it allocates can be counted. */
const MICRO_FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
/** Its rounds are short. */
const MICRO_ROUNDS = 3;

export function comparisonStep(comparison: Comparison): Step {
  const { name, group } = comparison;
  const needs = needsOf(comparison);
  return {
    name,
    group,
    needs,
    run({ host, effort: usual, onProgress }) {
      const effort = isOnDatabase(comparison.subject) ? patient(usual) : usual;
      return compare(comparison, {
        host,
        effort,
        onRound: (round) => onProgress(`${round}/${effort.rounds}`),
      });
    },
  };
}

/** What the short form does with a comparison. */
export function countStep(comparison: Comparison, limits: Limits): Step {
  const { name, group } = comparison;
  return { name, group, needs: needsOf(comparison), run: () => count(comparison, limits) };
}

function needsOf({ subject, baseline }: Comparison): Service[] {
  const services = [subject, baseline].flatMap(servicesOf);
  return [...new Set(services)];
}

/** Who waits for a database answers fewer requests in a second, and needs as many of them to warm up. */
function patient(effort: Effort): Effort {
  return { ...effort, warmUpSeconds: effort.warmUpSeconds * 3, roundSeconds: effort.roundSeconds * 2 };
}

/** In a process of its own: what V8 learns of one function must not change another. */
export function microStep(name: string): Step {
  return {
    name,
    group: 'functions',
    needs: [],
    async run({ host, effort }: StepConditions) {
      const measured = { rounds: effort.rounds * MICRO_ROUNDS, batch: MICRO_BATCH };
      return inItsProcess(name, measured, { core: host.core, flags: [...MICRO_FLAGS, ...host.flags] });
    },
  };
}

/** What the short form does with a function. */
export function microCountStep(name: string): Step {
  const host = { core: undefined, flags: [...MICRO_FLAGS, ...INTERPRETED] };
  return { name, group: 'functions', needs: [], run: () => inItsProcess(name, 'count', host) };
}

function inItsProcess(name: string, effort: MicroEffort | 'count', { core, flags }: Host): Promise<Result> {
  return nextMessage<Result>(start({ path: MICRO, args: [JSON.stringify([name, effort])], flags, core }));
}

export const SIZE_STEP: Step = {
  name: SIZE_GROWTH,
  group: 'growth',
  needs: [],
  run: ({ host, effort, onProgress }) =>
    growthOfSize({ host, effort, onRound: (round) => onProgress(`${round}/${effort.rounds}`) }),
};

export function heapStep(platform: Platform, millions: readonly number[]): Step {
  return {
    name: heapName(platform),
    group: 'growth',
    needs: [],
    run: ({ host, onProgress }) =>
      growthOfHeap({
        platform,
        millions,
        host,
        onProgress: (requests) => onProgress(`${requests.toLocaleString('en')} requests`),
      }),
  };
}
