import { Inject, Injectable } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import type { Exchange } from '../request/exchange.js';
import type { ResponseHead } from '../request/response-head.interface.js';
import { RouteWarnings } from '../request/route-warnings.js';
import { orElse } from '../util/maybe-promise.js';
import { messageOf } from '../util/message-of.js';
import { nodeResponseOf } from '../util/node-response.js';
import { entryOf, stateUnder, type Entry } from './entry.js';
import type { EntryKeys } from './entry-key.js';
import { GroupVersions, type Found } from './group-versions.js';
import { OutageSafeStore } from './outage-safe-store.js';
import { fieldsBeforeHandler, refusalOf } from './refusal.js';
import { REMEMBERED_SETTINGS, type RememberedSettings } from './remembered-settings.js';
import { sentFieldsOf } from './sent-head.js';

/** Remembers the tags of what reads were answered. */
@Injectable()
export class Remembering {
  private readonly warnings = new RouteWarnings();

  constructor(
    private readonly store: OutageSafeStore,
    private readonly versions: GroupVersions,
    @Inject(REMEMBERED_SETTINGS) private readonly settings: RememberedSettings,
  ) {}

  /** Remembers a response once it is sent in full. Called before its handler runs. */
  afterSending(exchange: Exchange, head: ResponseHead, keys: EntryKeys, found: Found): void {
    const before = fieldsBeforeHandler(exchange, head);
    const response = nodeResponseOf(exchange.context);
    const remember = (): void => {
      const sent = isAnswered(exchange, response) ? sentFieldsOf(response) : undefined;
      const entry = sent && entryOf(exchange, sent);
      if (!entry) return;
      const refusal = refusalOf(sent, before, exchange.plan.remember!.selecting);
      if (refusal) this.report(exchange, refusal);
      else void this.remember(exchange, entry, keys, found);
    };
    response.once('finish', () => void orElse(remember, (error) => this.report(exchange, messageOf(error))));
  }

  /** Names the route in the log, once, where there is a reason why it is not remembered. */
  report({ plan }: Exchange, reason: string | undefined): undefined {
    if (reason) this.warnings.once(plan, `is not remembered: ${reason}.`);
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

/** Whether it is a 200, or the 304 made of one: otherwise a tag that all clients have would never be remembered. */
function isAnswered({ began }: Exchange, { statusCode }: ServerResponse): boolean {
  return statusCode === 200 || (statusCode === 304 && began);
}
