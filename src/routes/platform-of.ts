import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressPlatform } from '../express/express.platform.js';
import { FastifyPlatform, type FastifyServer } from '../fastify/fastify.platform.js';
import type { Settings } from '../options/settings.js';
import type { Platform } from '../request/platform.js';

/**
 * The platform of the adapter with which routes are about to be registered.
 * @throws Error naming the adapter, where it is none the module knows
 */
export function platformOf(adapter: AbstractHttpAdapter, { errors }: Settings): Platform {
  const type: string = adapter.getType();
  if (type === 'fastify') return new FastifyPlatform(adapter.getInstance<FastifyServer>(), errors);
  if (type === 'express') return new ExpressPlatform(adapter, errors);
  throw new Error(`EtagModule: the HTTP adapter "${type}" is not supported; use Express or Fastify.`);
}
