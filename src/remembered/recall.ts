import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import type { Answer, Exchange } from '../request/exchange.js';
import { answerTo } from '../request/before-handler.js';
import { RouteWarnings } from '../request/route-warnings.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import { wireOf } from '../self-request/wire.js';
import { addressOf, type Address } from './address.js';
import { Forgetting } from './forgetting.js';
import { Generations, type Recollection } from './generations.js';
import { MEMORY_SETTINGS, type MemorySettings } from './memory-settings.js';
import { fieldsToKeep, readUnder, type Remembered } from './remembered.js';
import { sentFieldsOf } from './sent-head.js';
import { StoreLink } from './store-link.js';

/** Answers reads from what is remembered, and remembers what reads were answered. */
@Injectable()
export class Recall {
  private readonly warnings = new RouteWarnings();

  constructor(
    private readonly generations: Generations,
    private readonly forgetting: Forgetting,
    private readonly link: StoreLink,
    @Inject(MEMORY_SETTINGS) private readonly settings: MemorySettings,
  ) {}

  /**
   * A 304, where the tag that is remembered of the URL is one the client has. It decides nothing else: with an If-Match
   * or If-Unmodified-Since it has no say at all. Undefined where the handler is to go on, also where anything fails.
   *
   * @param status what the route would answer if all went well
   */
  answer(exchange: Exchange, context: ExecutionContext, status: number): MaybePromise<Answer | undefined> {
    const { ifMatch, ifUnmodifiedSince } = exchange.preconditions;
    if (!exchange.reads || ifMatch || ifUnmodifiedSince !== undefined || status !== 200) return undefined;
    return andThen(this.find(exchange, context), (address) => {
      if (!address) return undefined;
      const known = this.generations.look(address.entry, address.groups);
      return andThen(known, (found) => found && this.answerFrom(exchange, context, address, found));
    });
  }

  private find(exchange: Exchange, context: ExecutionContext): MaybePromise<Address | undefined> {
    return orElse(
      () => addressOf(exchange.plan, context, exchange.settings.namespace, this.settings.isShared),
      (error) => void this.report(exchange, String(error)),
    );
  }

  private answerFrom(
    exchange: Exchange,
    context: ExecutionContext,
    address: Address,
    known: Recollection,
  ): Answer | undefined {
    const remembered = readUnder(known.entry, known.generations, !this.settings.isShared);
    if (remembered && known.settled && !this.forgetting.isPending(address.groups)) {
      const answer = answerTo(exchange, remembered.state);
      if (answer) {
        exchange.selected = remembered.state;
        exchange.remembered = remembered.fields;
        return answer;
      }
    }
    if (exchange.method === 'GET') this.rememberSent(exchange, wireOf(context).response, address, known);
    return undefined;
  }

  /** Once the response is sent in full: under the generations that were read before its handler ran. */
  private rememberSent(
    exchange: Exchange,
    response: ServerResponse,
    { entry }: Address,
    known: Recollection,
  ): void {
    const { remember } = exchange.plan;
    response.once('finish', () => {
      const head = isAnswered(exchange, response.statusCode) ? sentFieldsOf(response) : undefined;
      if (!head) return;
      const fields = fieldsToKeep(head, remember!.selecting);
      if (typeof fields === 'string') return this.report(exchange, fields);
      const remembered: Remembered = { fields, generations: known.generations };
      // What is there already keeps its age, so that it ends when it has to.
      if (JSON.stringify(known.entry) === JSON.stringify(remembered)) return;
      void this.link.read(async (store) => store.set(entry, remembered, remember!.ttl ?? this.settings.ttl));
    });
  }

  /** Names the route in the log, unless there is no reason that anybody could do something about. */
  private report({ plan }: Exchange, reason: string): void {
    if (reason) this.warnings.once(plan, `is not remembered: ${reason}.`);
  }
}

/** 200; or the 304 that was made of it when the handler had run, without which a tag all clients have is never kept. */
function isAnswered({ began }: Exchange, status: number): boolean {
  return status === 200 || (status === 304 && began);
}
