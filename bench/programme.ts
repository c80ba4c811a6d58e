import { INFORMATIONAL } from './comparisons/informational.js';
import { REMEMBERED } from './comparisons/remembered.js';
import { TARGETS } from './comparisons/targets.js';
import { LIST_GROWTH } from './micro/list-growth.js';
import { PARSING } from './micro/parsing.js';
import { TAGGING } from './micro/tagging.js';
import type { Options } from './options.js';
import type { Step } from './step.interface.js';
import { comparisonStep, heapStep, microStep, SIZE_STEP } from './steps.js';

const COMPARISONS = [...TARGETS, ...REMEMBERED, ...INFORMATIONAL];
const FUNCTIONS = [...PARSING, ...TAGGING];

/** Everything there is to measure, less what the options leave out. What has a target comes first. */
export function programme({ short, only, heap }: Options): Step[] {
  const promised = [
    ...COMPARISONS.filter(({ target }) => target).map(comparisonStep),
    ...FUNCTIONS.filter(({ target }) => target).map(({ name }) => microStep(name)),
  ];
  const others = [
    ...FUNCTIONS.filter(({ target }) => !target).map(({ name }) => microStep(name)),
    microStep(LIST_GROWTH),
    SIZE_STEP,
    ...COMPARISONS.filter(({ target }) => !target).map(comparisonStep),
  ];
  const heaps = heap.length > 0 ? (['express', 'fastify'] as const).map((each) => heapStep(each, heap)) : [];
  const steps = short ? promised : [...promised, ...others];
  return [...steps, ...heaps].filter(({ name, group }) => !only || `${group}: ${name}`.includes(only));
}
