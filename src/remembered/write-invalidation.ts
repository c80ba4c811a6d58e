import { types } from 'node:util';
import type { Exchange } from '../request/exchange.js';
import { nodeResponseOf } from '../util/node-response.js';
import { delayResponse } from './delayed-response.js';
import { groupsOf } from './groups.js';
import type { TagMemory } from './tag-memory.js';

/**
 * Has the groups of a write invalidated before its response is sent, whatever its status. Whoever commits the write, such as
 * an interceptor around the route, has done so by then.
 * @throws before the handler runs, where the route's function does not name groups
 */
export function invalidateBeforeSending(exchange: Exchange, memory: TagMemory): void {
  const { context, plan } = exchange;
  const groups = groupsOf(plan.forgets!, context.switchToHttp().getRequest());
  if (groups.length === 0) return;
  const forget = (): Promise<void> => memory.forget(...groups);
  // Where the handler did not run, nothing has changed.
  delayResponse(nodeResponseOf(context), () =>
    exchange.began ? whileRunning(exchange.returned, forget) : undefined,
  );
}

/** A handler goes on though its request was given up, by a timeout, say: it forgets once more when it is done. */
async function whileRunning(returned: unknown, forget: () => Promise<void>): Promise<void> {
  // Only a promise of Node's own may be awaited a second time: a query builder would run its statement again.
  if (!types.isPromise(returned) || returned.then !== Promise.prototype.then) return forget();
  let running = true;
  const stop = (): void => void (running = false);
  const stopped = returned.then(stop, stop);
  await forget();
  if (running) void stopped.then(forget);
}
