import { defer, finalize, type Observable } from 'rxjs';
import { types } from 'node:util';
import type { Exchange } from '../request/exchange.js';

/**
 * One write's turn at a URL. It lasts until the request is over, because an interceptor around the route may be what
 * commits the write, and in any case as long as the handler runs, because a client that goes away, or a timeout, does
 * not stop it.
 *
 * What an interceptor still does after its client has gone is not waited for: nothing tells when it is done.
 */
export class Turn {
  private running = 0;

  /**
   * @param release lets the next one in
   * @param end aborted once the request is over
   */
  constructor(
    private readonly release: () => void,
    private readonly end: AbortSignal,
  ) {
    if (end.aborted) release();
    else end.addEventListener('abort', () => this.leave(), { once: true });
  }

  /** Runs pipes and handler within the turn, and the handler not at all once it is over. */
  hold<T>(exchange: Exchange, handled: Observable<T>): Observable<T> {
    return defer(() => {
      exchange.blocked ||= this.end.aborted;
      this.running += 1;
      return handled;
    }).pipe(finalize(() => void this.ended(exchange)));
  }

  private async ended(exchange: Exchange): Promise<void> {
    // Given up before the pipes were done: what has not begun must not begin later.
    exchange.blocked ||= !exchange.began;
    // A promise goes on when nobody is subscribed any more.
    if (types.isPromise(exchange.returned)) await exchange.returned.catch(() => undefined);
    this.running -= 1;
    this.leave();
  }

  private leave(): void {
    if (this.end.aborted && this.running === 0) this.release();
  }
}
