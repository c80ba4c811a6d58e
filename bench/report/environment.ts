import { arch, cpus, platform } from 'node:os';
import type { Environment } from '../measure/result.interface.js';

export function environmentOf(pinned: boolean | undefined): Environment {
  const processors = cpus();
  return {
    node: process.version,
    system: `${platform()} ${arch()}`,
    processor: `${processors[0]?.model ?? 'unknown'} × ${processors.length}`,
    ...(pinned !== undefined && { pinned }),
  };
}

export function isSame(one: Environment, other: Environment): boolean {
  return (['node', 'system', 'processor', 'pinned'] as const).every((key) => one[key] === other[key]);
}

export function sentenceOn({ node, system, processor, pinned }: Environment): string {
  const machine = `Node ${node.slice(1)}, ${system}, ${processor.trim()}`;
  if (pinned === undefined) return `${machine}.`;
  const cores = pinned
    ? 'server and load on a core of their own'
    : 'nothing is pinned, since there is no taskset, or only one core: take the ratios with care';
  return `${machine}; ${cores}.`;
}
