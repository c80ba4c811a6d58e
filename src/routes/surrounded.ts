import type { ApplicationConfig } from '@nestjs/core';
import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { hasInterceptors } from './enhancers.js';

/** Whether what a handler returns goes through somebody else's hands before it is sent, if it is. */
export function isSurrounded(
  { controller, handler, answersItself }: RouteHandler,
  config: ApplicationConfig,
): boolean {
  const globals = config.getGlobalInterceptors().length + config.getGlobalRequestInterceptors().length;
  if (globals > 0 || [controller, handler].some(hasInterceptors)) return true;
  return answersItself || [NEST.render, NEST.redirect].some((key) => Reflect.hasMetadata(key, handler));
}
