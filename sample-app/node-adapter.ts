import type { AbstractHttpAdapter } from '@nestjs/core';
import { ConfigError } from './config.js';

/** In a variable: the sample starts without it, and the compiler does not look for it. */
const PACKAGE = '@nestjs/platform-node';

/** @throws ConfigError where Nest's NodeAdapter is not installed */
export async function createNodeAdapter(): Promise<AbstractHttpAdapter> {
  const { NodeAdapter } = (await import(PACKAGE).catch(() => {
    throw new ConfigError(`ADAPTER=node needs ${PACKAGE}. Install it beside Nest 12.3 or later.`);
  })) as { NodeAdapter: new () => AbstractHttpAdapter };
  return new NodeAdapter();
}
