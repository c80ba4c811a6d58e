import type { ApplicationConfig } from '@nestjs/core';
import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { otherInterceptors } from './enhancers.js';

/** `@Res()` and `@Next()`, in the keys of a route's arguments: the handler may answer by itself. */
const ANSWERS_ITSELF = /^[12]:/;

/** Whether what a handler returns goes through somebody else's hands before it is sent, if it is. */
export function isSurrounded(
  { controller, method, handler }: RouteHandler,
  config: ApplicationConfig,
): boolean {
  const globals = config.getGlobalInterceptors().length + config.getGlobalRequestInterceptors().length;
  if (globals > 0 || [controller, handler].flatMap(otherInterceptors).length > 0) return true;
  if ([NEST.render, NEST.redirect].some((key) => Reflect.hasMetadata(key, handler))) return true;
  const given = Reflect.getMetadata(NEST.routeArguments, controller, method) as object | undefined;
  return Object.keys(given ?? {}).some((key) => ANSWERS_ITSELF.test(key));
}
