import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import type { Exchange } from '../request/exchange.js';
import { RouteWarnings } from '../request/route-warnings.js';
import { nodeResponseOf } from '../util/node-response.js';
import { fieldsToKeep } from './entry.js';
import type { EntryKeys } from './entry-key.js';
import { GroupVersions, type Found } from './group-versions.js';
import { OutageSafeStore } from './outage-safe-store.js';
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

  /** Remembers a response once it is sent in full, under the versions that were read before its handler ran. */
  afterSending(exchange: Exchange, context: ExecutionContext, keys: EntryKeys, found: Found): void {
    const { remember } = exchange.plan;
    const response = nodeResponseOf(context);
    response.once('finish', () => {
      const head = isAnswered(exchange, response.statusCode) ? sentFieldsOf(response) : undefined;
      if (!head) return;
      const fields = fieldsToKeep(head, remember!.selecting);
      if (typeof fields === 'string') return this.report(exchange, fields);
      void this.store.read(async (store) => {
        const versions = await this.versions.standing(store, keys, found);
        const entry = versions && { fields, versions };
        // What is there already keeps its age, so that it ends when it has to.
        if (!entry || JSON.stringify(found.entry) === JSON.stringify(entry)) return;
        await store.set(keys.entry, entry, remember!.ttl ?? this.settings.ttl);
      });
    });
  }

  /** Names the route in the log, unless there is no reason that anybody could do something about. */
  report({ plan }: Exchange, reason: string | undefined): undefined {
    if (reason) this.warnings.once(plan, `is not remembered: ${reason}.`);
  }
}

/** 200; or the 304 that was made of it when the handler had run, without which a tag all clients have is never kept. */
function isAnswered({ began }: Exchange, status: number): boolean {
  return status === 200 || (status === 304 && began);
}
