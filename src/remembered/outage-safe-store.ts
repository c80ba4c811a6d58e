import { Inject, Injectable, Logger } from '@nestjs/common';
import { andThen, orElse, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import type { TagStore } from '../options/tag-store.interface.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { messageOf } from '../util/message-of.js';
import { withTimeout } from '../util/with-timeout.js';

/** Reads leave a store that failed alone for this part of the time in which a writer does not give up. */
const PAUSE = 1 / 4;

/**
 * The way to the store. It may be gone, and a client may queue what it is told until the store is back: nothing waits
 * longer than its limit, nothing throws, and an outage is logged once, as it begins and as it ends.
 */
@Injectable()
export class OutageSafeStore {
  private readonly logger = new Logger('EtagModule');
  /** When it was last known to be well. */
  private failingSince: number | undefined;
  private pausedUntil = 0;
  private trustedFrom = 0;

  constructor(@Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings) {}

  /** Whether what it says may be used: other processes may be late to find back to a store that was away. */
  get isTrusted(): boolean {
    return this.failingSince === undefined && Date.now() >= this.trustedFrom;
  }

  /** What a read asks of the store: undefined where it fails, takes too long, or has just failed. */
  read<T>(operation: (store: TagStore) => MaybePromise<T>): MaybePromise<T | undefined> {
    if (this.pausedUntil > 0 && Date.now() < this.pausedUntil) return undefined;
    return this.attempt(operation, this.settings.timeout);
  }

  /** The same with a limit of its own, in milliseconds, and however the store is. */
  attempt<T>(operation: (store: TagStore) => MaybePromise<T>, limit: number): MaybePromise<T | undefined> {
    const began = Date.now();
    return orElse(
      () => {
        const answer = toMaybePromise(operation(this.settings.store));
        return andThen(answer instanceof Promise ? withTimeout(limit, answer) : answer, this.succeeded);
      },
      (error) => void this.failed(error, began),
    );
  }

  private readonly succeeded = <T>(value: T): T => {
    if (this.failingSince !== undefined) this.recovered(this.failingSince);
    return value;
  };

  private failed(error: unknown, began: number): void {
    this.pausedUntil = Date.now() + PAUSE * this.settings.forgetTimeout;
    if (this.failingSince !== undefined) return;
    this.failingSince = began;
    this.logger.warn(`The store of remembered tags fails, and handlers run instead: ${messageOf(error)}`);
  }

  /** Over a hiccup no writer gives up; after anything longer, one may have, and has to catch up. */
  private recovered(since: number): void {
    const { forgetTimeout, recoveryDelay } = this.settings;
    this.failingSince = undefined;
    this.pausedUntil = 0;
    if (Date.now() - since >= forgetTimeout) this.trustedFrom = Date.now() + recoveryDelay;
    this.logger.log('The store of remembered tags answers again.');
  }
}
