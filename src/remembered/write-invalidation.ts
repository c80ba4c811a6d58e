import { Injectable } from '@nestjs/common';
import { types } from 'node:util';
import type { Exchange } from '../request/exchange.js';
import { nodeResponseOf } from '../util/node-response.js';
import { delayResponse } from './delayed-response.js';
import { groupsOf } from './groups.js';
import { TagMemory } from './tag-memory.js';

/**
 * Invalidates the groups of a write before its response is sent, whatever its status. Whoever commits the write, perhaps an
 * interceptor around the route, has done so by then.
 */
@Injectable()
export class WriteInvalidation {
  constructor(private readonly memory: TagMemory) {}

  /**
   * Delays the response of a route that forgets groups.
   * @throws before the handler runs, where the route's function does not name groups
   */
  attach(exchange: Exchange): void {
    const { context, plan } = exchange;
    const groups = groupsOf(plan.forgets!, context.switchToHttp().getRequest());
    if (groups.length === 0) return;
    // Where the handler did not run, nothing has changed.
    delayResponse(nodeResponseOf(context), () =>
      exchange.began ? this.forget(exchange, groups) : undefined,
    );
  }

  /**
   * A handler goes on though its request was given up, by a timeout or by its client. Then its groups are invalidated once
   * more when it is done.
   */
  private async forget({ returned }: Exchange, groups: readonly string[]): Promise<void> {
    const promise = isNativePromise(returned) ? returned : undefined;
    let running = promise !== undefined;
    const stop = (): void => void (running = false);
    const stopped = promise?.then(stop, stop);
    await this.memory.forget(...groups);
    if (running) void stopped!.then(() => this.memory.forget(...groups));
  }
}

/** Whether a value may be awaited a second time. A query builder would run its statement again. */
function isNativePromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value) && value.then === Promise.prototype.then;
}
