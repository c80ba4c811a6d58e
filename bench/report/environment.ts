import { arch, cpus, platform } from 'node:os';
import type { Environment } from '../measure/result.interface.js';

export function environmentOf(pinned: boolean): Environment {
  const processors = cpus();
  return {
    node: process.version,
    system: `${platform()} ${arch()}`,
    processor: `${processors[0]?.model ?? 'unknown'} × ${processors.length}`,
    pinned,
  };
}

export function isSame(one: Environment, other: Environment): boolean {
  return (['node', 'system', 'processor', 'pinned'] as const).every((key) => one[key] === other[key]);
}

export function sentenceOn({ node, system, processor, pinned }: Environment): string {
  const cores = pinned
    ? 'server and load on a core of their own'
    : 'nothing is pinned, since there is no taskset, or only one core: take the ratios with care';
  return `Node ${node.slice(1)}, ${system}, ${processor.trim()}; ${cores}.`;
}
