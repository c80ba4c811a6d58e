import { Inject, Injectable } from '@nestjs/common';
import type { Answer, Exchange } from '../request/exchange.js';
import { answerTo } from '../request/before-handler.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { messageOf } from '../util/message-of.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import { stateUnder } from './entry.js';
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
   * @param head of the response, as it is before the handler
   */
  answer(exchange: Exchange, head: ResponseHead): MaybePromise<Answer | undefined> {
    const { ifMatch, ifUnmodifiedSince } = exchange.preconditions;
    if (!exchange.reads || head.status !== 200 || (ifMatch ?? ifUnmodifiedSince) !== undefined)
      return undefined;
    return orElse(
      () => andThen(keysOf(exchange, this.settings.isShared), (keys) => this.find(exchange, head, keys)),
      (error) => this.remembering.report(exchange, messageOf(error)),
    );
  }

  private find(
    exchange: Exchange,
    head: ResponseHead,
    keys: EntryKeys | string | undefined,
  ): MaybePromise<Answer | undefined> {
    if (typeof keys !== 'object') return this.remembering.report(exchange, keys);
    return andThen(this.versions.lookUp(keys), (found) => {
      if (!found) return undefined;
      if (found.isForeign) this.remembering.report(exchange, 'the store has something else under its key');
      const answer = this.answerFrom(exchange, keys, found);
      if (!answer && exchange.method === 'GET') this.remembering.afterSending(exchange, head, keys, found);
      return answer;
    });
  }

  private answerFrom(exchange: Exchange, { groups }: EntryKeys, found: Found): Answer | undefined {
    const { entry, versions, isTrusted } = found;
    if (!entry || !isTrusted || this.invalidation.isPending(groups)) return undefined;
    if (entry.isOwnTag !== false && exchange.preconditions.ifNoneMatch?.kind !== 'tags') return undefined;
    const state = stateUnder(versions, entry);
    const answer = state && answerTo(exchange, state);
    if (answer) exchange.selected = state;
    return answer;
  }
}
