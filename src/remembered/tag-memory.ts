import { Injectable } from '@nestjs/common';
import { explained } from '../util/explained.js';
import { Invalidation } from './invalidation.js';
import { areGroupNames, groupKey } from './groups.js';

/**
 * Ends remembered tags from wherever an application learns of a change: a service, a queue, a subscription.
 *
 * @example
 * ```ts
 * constructor(private readonly tags: TagMemory) {}
 *
 * async importPrices(prices: Price[]) {
 *   await this.database.transaction((manager) => manager.save(prices));
 *   await this.tags.forget('products'); // after the commit: a read in between would remember the old state again
 * }
 * ```
 */
@Injectable()
export class TagMemory {
  constructor(private readonly invalidation: Invalidation) {}

  /**
   * Ends every remembered tag of these groups, on every instance. Call it after the commit.
   *
   * Resolves when the store has them forgotten. A store that is away is no error of the caller's: after
   * `rememberedTags.forgetTimeout` it resolves all the same, and goes on trying in the background.
   *
   * @throws TypeError without a group, or with one that is no text
   */
  async forget(...groups: readonly string[]): Promise<void> {
    if (groups.length === 0 || !areGroupNames(groups)) {
      throw new TypeError(explained('group-names', 'TagMemory.forget() takes names of groups.'));
    }
    await this.invalidation.invalidate([...new Set(groups.map(groupKey))]);
  }
}
