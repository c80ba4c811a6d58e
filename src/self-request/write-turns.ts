import { Injectable, ServiceUnavailableException, type ExecutionContext } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { KeyedMutex } from './keyed-mutex.js';
import { lockKeyOf } from './lock-key.js';
import { isLoopback } from './loopback.js';
import { endOf } from './request-end.js';
import { Turn } from './turn.js';
import { wireOf, type Wire } from './wire.js';

/**
 * Lets writes to one URL in one at a time, unconditional ones too: what a GET answered must still be so when the handler
 * writes. Within this process: two processes can both be told the same by a GET, and both write. Only a version that is
 * part of the write keeps those apart.
 */
@Injectable()
export class WriteTurns {
  private readonly mutex = new KeyedMutex();
  /** An interceptor that retries runs the route again within the same turn, instead of waiting for itself. */
  private readonly turns = new WeakMap<ServerResponse, Promise<Turn>>();

  /** @throws ServiceUnavailableException, which nobody gets to see, where the request is over before its turn comes */
  take({ name }: RoutePlan, context: ExecutionContext): Promise<Turn> {
    const wire = wireOf(context);
    if (isLoopback(wire.request.socket)) {
      throw new Error(
        `${name}: the GET that was to answer its current tag became a ${wire.request.method} on the way. ` +
          'Let no middleware override the method of a GET.',
      );
    }
    const turn = this.turns.get(wire.response) ?? this.queue(wire);
    this.turns.set(wire.response, turn);
    return turn;
  }

  private async queue(wire: Wire): Promise<Turn> {
    const end = endOf(wire);
    try {
      return new Turn(await this.mutex.lock(lockKeyOf(wire.url), end), end);
    } catch (cause) {
      throw new ServiceUnavailableException('The request is over.', { cause });
    }
  }
}
