/** A value, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Goes on with a value, at once where it is no promise: to wait would cost more than most of what follows. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** What an attempt gives, or what `failed` gives where it throws or its promise is rejected. */
export function orElse<T, R>(
  attempt: () => MaybePromise<T>,
  failed: (error: unknown) => MaybePromise<R>,
): MaybePromise<T | R> {
  try {
    const begun = attempt();
    return begun instanceof Promise ? begun.catch(failed) : begun;
  } catch (error) {
    return failed(error);
  }
}

/** Makes a promise of any library one of Node's own. */
export function toMaybePromise<T>(value: T | PromiseLike<T>): MaybePromise<T> {
  return isPromiseLike(value) ? Promise.resolve(value) : value;
}

/** Whether a value has to be waited for: promises of any library, and query builders that are thenables. */
export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof (value as Partial<PromiseLike<T>>).then === 'function';
}
