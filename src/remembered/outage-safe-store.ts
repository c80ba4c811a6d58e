import { Inject, Injectable, Logger } from '@nestjs/common';
import { andThen, orElse, toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import type { TagStore } from '../options/remember-options.interface.js';
import { explained } from '../util/explained.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { messageOf } from '../util/message-of.js';
import { withTimeout } from '../util/with-timeout.js';

/** After a failure, reads leave the store alone for this part of `forgetTimeout`. */
const PAUSE = 1 / 4;

/**
 * The store, safe to use while it is away: nothing throws, or waits longer than its limit, since clients queue commands. An
 * outage is logged once as it begins, and once as it ends.
 */
@Injectable()
export class OutageSafeStore {
  private readonly logger = new Logger('EtagModule');
  /** When the first operation that failed began. */
  private failingSince: number | undefined;
  private pausedUntil = 0;
  private trustedFrom = 0;

  constructor(@Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings) {}

  /** Whether its answers may be used. After an outage, other processes may take a while to connect again. */
  get isTrusted(): boolean {
    return this.failingSince === undefined && (this.trustedFrom === 0 || Date.now() >= this.trustedFrom);
  }

  /** Asks the store for a read. Undefined where the store fails, takes too long, or has just failed. */
  read<T>(operation: (store: TagStore) => MaybePromise<T>): MaybePromise<T | undefined> {
    if (this.pausedUntil > 0 && Date.now() < this.pausedUntil) return undefined;
    return this.attempt(operation, this.settings.timeout);
  }

  /** Asks the store even where it has just failed, for `limit` milliseconds at most. */
  attempt<T>(operation: (store: TagStore) => MaybePromise<T>, limit: number): MaybePromise<T | undefined> {
    const began = Date.now();
    return orElse(
      () => {
        const answer = toMaybePromise(operation(this.settings.store));
        return andThen(answer instanceof Promise ? withTimeout(limit, answer) : answer, (value) => {
          if (this.failingSince !== undefined) this.recovered(this.failingSince);
          return value;
        });
      },
      (error) => void this.failed(error, began),
    );
  }

  private failed(error: unknown, began: number): void {
    this.pausedUntil = Date.now() + PAUSE * this.settings.forgetTimeout;
    if (this.failingSince !== undefined) return;
    this.failingSince = began;
    this.logger.warn(
      explained(
        'store-fails',
        `The store of remembered tags fails, and handlers run instead: ${messageOf(error)}`,
      ),
    );
  }

  /** During a short outage no writer gives up. After a longer one, a writer may have to catch up first. */
  private recovered(since: number): void {
    const { forgetTimeout, recoveryDelay } = this.settings;
    this.failingSince = undefined;
    this.pausedUntil = 0;
    if (Date.now() - since >= forgetTimeout) this.trustedFrom = Date.now() + recoveryDelay;
    this.logger.log(explained('store-fails', 'The store of remembered tags answers again.'));
  }
}
