import { execFileSync } from 'node:child_process';
import { Unavailable } from './database.js';

/** Whom a child process runs as; empty: as this process does. */
export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * A user for a server that does not run as root.
 * @throws Unavailable where there is none
 */
export function unprivileged(name: string, server: string): User {
  if (process.getuid?.() !== 0) return {};
  try {
    return { uid: idOf(name, '-u'), gid: idOf(name, '-g') };
  } catch (error) {
    throw new Unavailable(`${server} does not run as root, and there is no user "${name}"`, { cause: error });
  }
}

function idOf(name: string, option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, name], { stdio: 'pipe' }));
}
