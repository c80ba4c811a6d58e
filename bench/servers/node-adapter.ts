import type { AbstractHttpAdapter } from '@nestjs/core';

/** In a variable: the compiler and the lock file do not know it, since not every registry has it. */
const PACKAGE = '@nestjs/platform-node';

/**
 * Nest's NodeAdapter.
 * @throws Error where it is not installed
 */
export async function nodeAdapter(): Promise<new () => AbstractHttpAdapter> {
  const { NodeAdapter } = (await import(PACKAGE)) as { NodeAdapter: new () => AbstractHttpAdapter };
  return NodeAdapter;
}
