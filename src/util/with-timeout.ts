/**
 * What a promise comes to, unless that takes longer than `limit` milliseconds.
 * @throws Error where the limit is exceeded; then the outcome of the promise is ignored
 */
export function withTimeout<T>(limit: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`no answer within ${limit} ms`));
    // Node runs timers before input: where this process was busy, the answer may be there already.
    const timer = setTimeout(() => setImmediate(giveUp), limit);
    const stop = (): void => clearTimeout(timer);
    promise.finally(stop).then(resolve, reject);
  });
}
