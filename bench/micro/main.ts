import 'reflect-metadata';
import type { Result } from '../measure/result.interface.js';
import { countMicro } from './count.js';
import { growthOfLists, LIST_GROWTH } from './list-growth.js';
import type { MicroEffort } from './operation.interface.js';
import { PARSING } from './parsing.js';
import { runMicro } from './run.js';
import { TAGGING } from './tagging.js';

const [name, effort] = JSON.parse(process.argv[2] ?? '') as [string, MicroEffort | 'count'];

function measure(): Result {
  if (name === LIST_GROWTH && effort !== 'count') return growthOfLists(effort);
  const comparison = [...PARSING, ...TAGGING].find((each) => each.name === name);
  if (!comparison) throw new Error(`There is no "${name}".`);
  return effort === 'count' ? countMicro(comparison) : runMicro(comparison, effort);
}

process.send?.(measure(), () => process.disconnect());
