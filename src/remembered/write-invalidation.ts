import { Injectable, type ExecutionContext } from '@nestjs/common';
import { types } from 'node:util';
import type { Exchange } from '../request/exchange.js';
import { nodeResponseOf } from '../util/node-response.js';
import { delayResponse } from './delayed-response.js';
import { groupsOf } from './groups.js';
import { TagMemory } from './tag-memory.js';

/**
 * Ends the groups of a write before its response is sent, whatever its status: whatever commits the write, an
 * interceptor around the route perhaps, has done so by then.
 */
@Injectable()
export class WriteInvalidation {
  constructor(private readonly memory: TagMemory) {}

  /** @throws before the handler runs, where the route's function does not name groups */
  attach(exchange: Exchange, context: ExecutionContext): void {
    const { forgets } = exchange.plan;
    if (!forgets) return;
    const groups = groupsOf(forgets, context.switchToHttp().getRequest());
    if (groups.length === 0) return;
    // Where the handler never ran there is nothing to forget.
    delayResponse(nodeResponseOf(context), () =>
      exchange.began ? this.forget(exchange, groups) : undefined,
    );
  }

  /** A handler that is given up, by a timeout or its client, goes on all the same: then once more when it is done. */
  private async forget({ returned }: Exchange, groups: readonly string[]): Promise<void> {
    let running = types.isPromise(returned);
    const done = Promise.resolve(returned).then(
      () => (running = false),
      () => (running = false),
    );
    await this.memory.forget(...groups);
    if (running) void done.then(() => this.memory.forget(...groups));
  }
}
