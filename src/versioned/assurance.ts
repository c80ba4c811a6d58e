import type { MaybePromise } from '../util/maybe-promise.js';

/**
 * How sure it is that the preconditions held when the write happened: nobody checked, a check has not ended, has held
 * or has failed, or a store compares within its statement.
 */
export type Assurance = 'none' | 'pending' | 'held' | 'failed' | 'compared';

/** Follows the checks that are made for one request. */
export class Checks {
  private state: Assurance = 'none';
  private check: Promise<void> | undefined;

  get assurance(): Assurance {
    return this.state;
  }

  /** A check that has not ended. It does not reject. */
  get pending(): Promise<void> | undefined {
    return this.state === 'pending' ? this.check : undefined;
  }

  /** A store compares, whatever a check says. */
  compare(): void {
    this.state = 'compared';
  }

  make(check: () => MaybePromise<void>): MaybePromise<void> {
    this.note('pending');
    try {
      const checked = check();
      if (!(checked instanceof Promise)) return this.note('held');
      // If the handler forgets to wait for it, that is noticed at its end, and its rejection has a handler.
      this.check = checked.then(
        () => this.note('held'),
        () => this.note('failed'),
      );
      return checked;
    } catch (error) {
      this.note('failed');
      throw error;
    }
  }

  private note(state: Assurance): void {
    if (this.state !== 'compared') this.state = state;
  }
}
