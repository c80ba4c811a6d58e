import type { MaybePromise } from './maybe-promise.js';

/** Whether a value has to be waited for: promises of any library, and query builders that are thenables. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** What an application returned: a promise of any library is made one of Node's own. */
export function toMaybePromise<T>(value: T | PromiseLike<T>): MaybePromise<T> {
  return isPromiseLike(value) ? Promise.resolve(value) : value;
}
