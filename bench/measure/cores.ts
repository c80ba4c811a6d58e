import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Which core is whose. */
export interface Cores {
  readonly server: number;
  readonly client: number;
}

/**
 * Two cores this process may run on: one for what is measured, one for what measures. Undefined, with the reason in the
 * results, where nothing can be pinned.
 */
export function findCores(): Cores | undefined {
  if (spawnSync('taskset', ['--version']).status !== 0) return undefined;
  const [server, client] = allowedCores(readFileSync('/proc/self/status', 'utf8'));
  return server === undefined || client === undefined ? undefined : { server, client };
}

/** The cores a process may run on, from its status: `Cpus_allowed_list: 0-2,5` is 0, 1, 2 and 5. */
export function allowedCores(status: string): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    if (!range) return [];
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: last! - first + 1 }, (_, at) => first + at);
  });
}

/** Keeps every thread of this process on one core. */
export function pinThisProcess(core: number): void {
  spawnSync('taskset', ['-acp', String(core), String(process.pid)]);
}

/** What `fork` has to start so that the program runs on one core. */
export function pinned(core: number | undefined, flags: readonly string[]): { path: string; args: string[] } {
  if (core === undefined) return { path: process.execPath, args: [...flags] };
  return { path: 'taskset', args: ['-c', String(core), process.execPath, ...flags] };
}
