/**
 * What a promise comes to, unless that takes too long.
 *
 * Timers come before input in a turn of Node's event loop: where this process was busy for longer than the limit, the
 * answer may be there already, and is looked at once more.
 *
 * @param limit milliseconds
 * @throws Error where it is exceeded; whatever becomes of the promise then, nobody is told
 */
export function withTimeout<T>(limit: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`no answer within ${limit} ms`));
    const timer = setTimeout(() => setImmediate(giveUp), limit);
    const stop = (): void => clearTimeout(timer);
    promise.finally(stop).then(resolve, reject);
  });
}
