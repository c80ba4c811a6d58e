import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import type { Answer, Exchange } from '../request/exchange.js';
import { answerTo } from '../request/before-handler.js';
import { messageOf } from '../util/message-of.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import { entryUnder } from './entry.js';
import { keysOf, type EntryKeys } from './entry-key.js';
import { GroupVersions, type Found } from './group-versions.js';
import { Invalidation } from './invalidation.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { Remembering } from './remembering.js';

/** Looks up the tag that is remembered of a URL, and answers 304 where the client has it. */
@Injectable()
export class TagLookup {
  constructor(
    private readonly versions: GroupVersions,
    private readonly invalidation: Invalidation,
    private readonly remembering: Remembering,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /**
   * Answers 304, or nothing: also where anything fails, the handler goes on. With an If-Match or an If-Unmodified-Since
   * a remembered tag has no say at all.
   *
   * @param status what the route would answer if all went well
   */
  answer(exchange: Exchange, context: ExecutionContext, status: number): MaybePromise<Answer | undefined> {
    const { ifMatch, ifUnmodifiedSince } = exchange.preconditions;
    if (!exchange.reads || ifMatch || ifUnmodifiedSince !== undefined || status !== 200) return undefined;
    return andThen(this.keysOf(exchange, context), (keys) => {
      if (typeof keys !== 'object') return this.remembering.report(exchange, keys);
      const found = this.versions.lookUp(keys);
      return andThen(found, (known) => known && this.answerFrom(exchange, context, keys, known));
    });
  }

  private keysOf(
    exchange: Exchange,
    context: ExecutionContext,
  ): MaybePromise<EntryKeys | string | undefined> {
    return orElse(() => keysOf(exchange, context, this.settings.isShared), messageOf);
  }

  private answerFrom(
    exchange: Exchange,
    context: ExecutionContext,
    keys: EntryKeys,
    found: Found,
  ): Answer | undefined {
    const entry = entryUnder(found.entry, found.versions, !this.settings.isShared);
    if (entry && found.isTrusted && !this.invalidation.isPending(keys.groups)) {
      const answer = answerTo(exchange, entry.state);
      if (answer) {
        exchange.selected = entry.state;
        exchange.remembered = entry.fields;
        return answer;
      }
    }
    if (exchange.method === 'GET') this.remembering.afterSending(exchange, context, keys, found);
    return undefined;
  }
}
