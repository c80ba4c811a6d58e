import type { ApplicationConfig } from '@nestjs/core';
import { AnswerFilter } from '../filters/answer.filter.js';
import { NEST } from '../metadata/nest-metadata.js';
import type { RouteHandler } from '../metadata/route-handlers.js';

/** Puts a filter where it is asked before every other one: Nest asks the last of a handler's list first. */
export function bindAnswer(handler: object, filter: AnswerFilter): void {
  // A class may be a controller of several applications.
  const others = listed(NEST.filters, handler).filter((each) => !(each instanceof AnswerFilter));
  Reflect.defineMetadata(NEST.filters, [...others, filter], handler);
}

/** Whether what a handler returns goes through somebody else's hands before it is sent, if it is. */
export function isSurrounded(
  { controller, handler, answersItself }: RouteHandler,
  config: ApplicationConfig,
): boolean {
  const globals = config.getGlobalInterceptors().length + config.getGlobalRequestInterceptors().length;
  const bound = [controller, handler].flatMap((target) => listed(NEST.interceptors, target));
  if (globals + bound.length > 0) return true;
  return answersItself || [NEST.render, NEST.redirect].some((key) => Reflect.hasMetadata(key, handler));
}

function listed(key: string, target: object): unknown[] {
  return (Reflect.getMetadata(key, target) ?? []) as unknown[];
}
