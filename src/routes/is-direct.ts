import type { ApplicationConfig } from '@nestjs/core';
import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { otherInterceptors } from './enhancers.js';

/** `@Res()` and `@Next()`, in the keys of a route's arguments: the handler may answer by itself. */
const ANSWERS_ITSELF = /^[12]:/;

/**
 * Whether a handler may do itself what our interceptor would: where nothing stands around the route that would see what
 * is returned in its stead, and where what is returned is sent as it is.
 */
export function isDirect(
  { controller, method, handler, verb }: RouteHandler,
  plan: RoutePlan,
  config: ApplicationConfig,
): boolean {
  // Nest 11 registers it with Fastify without saying which route it is.
  if (verb === 'ALL') return false;
  const around = config.getGlobalInterceptors().length + config.getGlobalRequestInterceptors().length;
  if (around > 0 || [controller, handler].flatMap(otherInterceptors).length > 0) return false;
  if (plan.askGet || [NEST.render, NEST.redirect].some((key) => Reflect.hasMetadata(key, handler)))
    return false;
  const given = Reflect.getMetadata(NEST.routeArguments, controller, method) as object | undefined;
  return !Object.keys(given ?? {}).some((key) => ANSWERS_ITSELF.test(key));
}
