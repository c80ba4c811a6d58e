/** Lets one holder of a key at a time in, in the order they came. A key nobody holds takes no memory. */
export class KeyedMutex {
  /** Those who wait, by the key somebody holds. */
  private readonly waiting = new Map<string, Set<() => void>>();

  /**
   * Waits for the key.
   * @param signal ends the waiting
   * @returns lets the key go; calling it again does nothing
   * @throws the signal's reason
   */
  async lock(key: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const queue = this.waiting.get(key);
    if (queue) await turnIn(queue, signal);
    else this.waiting.set(key, new Set());
    let held = true;
    return () => {
      if (held) this.pass(key);
      held = false;
    };
  }

  private pass(key: string): void {
    const queue = this.waiting.get(key)!;
    const [next] = queue;
    if (!next) return void this.waiting.delete(key);
    queue.delete(next);
    next();
  }
}

function turnIn(queue: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      queue.delete(enter);
      reject(signal.reason as Error);
    };
    const enter = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    queue.add(enter);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
