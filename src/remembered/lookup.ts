import { Inject, Injectable } from '@nestjs/common';
import { answerTo } from '../request/before-handler.js';
import type { Answer, Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { RouteWarnings } from '../request/route-warnings.js';
import { orElse, type MaybePromise } from '../util/maybe-promise.js';
import { messageOf } from '../util/message-of.js';
import { nodeResponseOf } from '../util/node-response.js';
import { entryOf, sentFieldsOf, stateUnder, type Entry } from './entry.js';
import { keysOf, type EntryKeys } from './entry-key.js';
import { GroupVersions, type Found } from './group-versions.js';
import { Invalidation } from './invalidation.js';
import { OutageSafeStore } from './outage-safe-store.js';
import { fieldsBeforeHandler, refusalOf } from './refusal.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';

/** Looks up the tag that is remembered of a URL, answers 304 where the client has it, and else remembers what is sent. */
@Injectable()
export class TagLookup {
  private readonly warnings = new RouteWarnings();

  constructor(
    private readonly store: OutageSafeStore,
    private readonly versions: GroupVersions,
    private readonly invalidation: Invalidation,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /** Answers 304, or nothing, as where anything fails. A remembered tag has no say beside preconditions of a write. */
  answer(exchange: Exchange, head: ResponseHead): MaybePromise<Answer | undefined> {
    const { ifMatch, ifUnmodifiedSince } = exchange.preconditions;
    if (!exchange.reads || head.status !== 200 || (ifMatch ?? ifUnmodifiedSince) !== undefined)
      return undefined;
    const failed = (error: unknown): undefined => this.report(exchange, messageOf(error));
    try {
      const keys = keysOf(exchange, this.settings.isShared);
      const answer =
        keys instanceof Promise
          ? keys.then((each) => this.find(exchange, head, each))
          : this.find(exchange, head, keys);
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  }

  private find(
    exchange: Exchange,
    head: ResponseHead,
    keys: EntryKeys | string | undefined,
  ): MaybePromise<Answer | undefined> {
    if (typeof keys !== 'object') return this.report(exchange, keys);
    const found = this.versions.lookUp(keys);
    return found instanceof Promise
      ? found.then((each) => this.answerWith(exchange, head, keys, each))
      : this.answerWith(exchange, head, keys, found);
  }

  private answerWith(
    exchange: Exchange,
    head: ResponseHead,
    keys: EntryKeys,
    found: Found | undefined,
  ): Answer | undefined {
    if (!found) return undefined;
    if (found.isForeign) this.report(exchange, 'the store has something else under its key');
    const answer = this.answerFrom(exchange, keys, found);
    if (!answer && exchange.method === 'GET') this.afterSending(exchange, head, keys, found);
    return answer;
  }

  private answerFrom(exchange: Exchange, { groups }: EntryKeys, found: Found): Answer | undefined {
    const { entry, versions, isTrusted } = found;
    if (!entry || !isTrusted || this.invalidation.isPending(groups)) return undefined;
    if (entry.isOwnTag !== false && exchange.preconditions.ifNoneMatch?.kind !== 'tags') return undefined;
    const state = stateUnder(versions, entry);
    const answer = state && answerTo(exchange, state);
    if (!answer) return undefined;
    exchange.selected = state;
    exchange.decidedFrom = 'remembered';
    // It was sent with this head: whoever set the tag, this is it in its coding.
    exchange.hasOwnTag = true;
    return answer;
  }

  /** Remembers a response once it is sent in full. Called before its handler runs. */
  private afterSending(exchange: Exchange, head: ResponseHead, keys: EntryKeys, found: Found): void {
    const before = fieldsBeforeHandler(exchange, head);
    const response = nodeResponseOf(exchange.context);
    const remember = (): void => {
      const { statusCode } = response;
      // A 304 that was made of a 200 counts as well: otherwise a tag that all clients have would never be remembered.
      if (statusCode !== 200 && !(statusCode === 304 && exchange.began)) return;
      const sent = sentFieldsOf(response);
      const entry = sent && entryOf(exchange, sent);
      if (!entry) return;
      const refusal = refusalOf(sent, before, exchange);
      if (refusal) this.report(exchange, refusal);
      else void this.remember(exchange, entry, keys, found);
    };
    response.once('finish', () => void orElse(remember, (error) => this.report(exchange, messageOf(error))));
  }

  /** Names the route in the log, once, where there is a reason why it is not remembered. */
  private report({ plan }: Exchange, reason: string | undefined): undefined {
    if (reason) this.warnings.once(plan, 'not-remembered', `is not remembered: ${reason}.`);
  }

  private remember(
    { plan }: Exchange,
    entry: Omit<Entry, 'versions'>,
    keys: EntryKeys,
    found: Found,
  ): unknown {
    return this.store.read(async (store) => {
      const versions = await this.versions.standing(store, keys, found);
      if (!versions) return;
      const known = found.entry && stateUnder(versions, found.entry) ? found.entry : undefined;
      // What is there already keeps its age, so that it ends when it has to.
      if (known?.etag === entry.etag && known.lastModified === entry.lastModified) return;
      await store.set(keys.entry, { ...entry, versions }, plan.remember!.ttl ?? this.settings.ttl);
    });
  }
}
