import { INFORMATIONAL } from './comparisons/informational.js';
import { OF_EACH_ORM } from './comparisons/orms.js';
import { REMEMBERED } from './comparisons/remembered.js';
import { TARGETS } from './comparisons/targets.js';
import { LIST_GROWTH } from './micro/list-growth.js';
import { PARSING } from './micro/parsing.js';
import { TAGGING } from './micro/tagging.js';
import type { Options } from './options.js';
import type { Step } from './step.interface.js';
import { comparisonStep, countStep, heapStep, microCountStep, microStep, SIZE_STEP } from './steps.js';

const COMPARISONS = [...TARGETS, ...OF_EACH_ORM, ...REMEMBERED, ...INFORMATIONAL];
const FUNCTIONS = [...PARSING, ...TAGGING];

/** Everything there is to measure, less what the options leave out. */
export function programme({ short, only, heap }: Options): Step[] {
  const heaps = heap.length > 0 ? (['express', 'fastify'] as const).map((each) => heapStep(each, heap)) : [];
  const steps = short ? counts() : measurements();
  return [...steps, ...heaps].filter(({ name, group }) => !only || `${group}: ${name}`.includes(only));
}

/** What can be counted, and comes to the same on a busy machine. */
function counts(): Step[] {
  return [
    ...COMPARISONS.flatMap((each) => (each.limits ? [countStep(each, each.limits)] : [])),
    ...FUNCTIONS.filter(({ limits }) => limits).map(({ name }) => microCountStep(name)),
  ];
}

/** What takes time, and has one core to itself. What has a target comes first. */
function measurements(): Step[] {
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
  return [...promised, ...others];
}
