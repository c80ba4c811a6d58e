import { AnswerFilter } from '../filters/answer.filter.js';
import { NEST } from '../metadata/nest-metadata.js';

/** Puts a filter where it is asked before every other one: Nest asks the last of a handler's list first. */
export function bindAnswer(handler: object, filter: AnswerFilter): void {
  const filters = (Reflect.getMetadata(NEST.filters, handler) ?? []) as unknown[];
  // A class may be a controller of several applications.
  const others = filters.filter((each) => !(each instanceof AnswerFilter));
  Reflect.defineMetadata(NEST.filters, [...others, filter], handler);
}

/** Whether interceptors stand on a class or handler. */
export function hasInterceptors(target: object): boolean {
  const interceptors = Reflect.getMetadata(NEST.interceptors, target) as unknown[] | undefined;
  return interceptors !== undefined && interceptors.length > 0;
}
