import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';

/** By these, and no others, the head and the body of a response go out. */
const SENDERS = ['writeHead', 'flushHeaders', 'write', 'end'] as const;

type Method = (...args: unknown[]) => unknown;

/** What has to be done before a response is sent; undefined where nothing has. */
type Task = () => Promise<void> | undefined;

const delayed = new WeakMap<ServerResponse, Task[]>();

/**
 * Keeps a response from its client until something is done, whoever sends it and however: frameworks, filters, streams,
 * and handlers that write to the response themselves.
 *
 * The task starts as the response is sent; and as the connection closes, where its client is gone before that.
 */
export function delayResponse(response: ServerResponse, task: Task): void {
  const known = delayed.get(response);
  // An interceptor that tries again comes here again.
  if (known) return void known.push(task);
  const tasks = [task];
  delayed.set(response, tasks);
  const delay = new DelayedResponse(response, () => tasks.flatMap((each) => each() ?? []));
  response.once('close', () => delay.closed());
}

/** Stays in the way of a response once it is open, since others may have put themselves around it. */
class DelayedResponse {
  private state: 'waiting' | 'held' | 'open' = 'waiting';
  private readonly calls: { readonly name: string; readonly send: () => unknown }[] = [];
  private readonly on: Method;
  private readonly listeners: Function[] = [];

  constructor(
    private readonly response: ServerResponse,
    private readonly begin: () => Promise<void>[],
  ) {
    const methods = response as unknown as Record<string, Method>;
    for (const name of SENDERS) {
      const original = methods[name]!.bind(response);
      methods[name] = (...args) => this.send(name, () => original(...args));
    }
    this.on = methods['on']!.bind(response);
    methods['on'] = (event, listener) =>
      event === 'drain' && this.state !== 'open' ? this.listen(listener as Method) : this.on(event, listener);
  }

  closed(): void {
    if (this.state === 'waiting') void Promise.allSettled(this.begin());
  }

  private send(name: string, send: () => unknown): unknown {
    if (this.state === 'waiting') this.start();
    if (this.state === 'open') return send();
    this.calls.push({ name, send });
    // Of a write: wait for 'drain'.
    return name === 'write' ? false : this.response;
  }

  private start(): void {
    const running = this.begin();
    if (running.length === 0) return this.open();
    this.state = 'held';
    // What is on its way looks like it, so that nobody begins another response.
    Object.defineProperty(this.response, 'headersSent', { value: true, configurable: true });
    void Promise.allSettled(running).then(() => this.open());
  }

  private open(): void {
    this.state = 'open';
    Reflect.deleteProperty(this.response, 'headersSent');
    // A client that is gone gets nothing.
    if (this.response.destroyed) return;
    let hasRoom: unknown;
    for (const { name, send } of this.calls) {
      const result = attempt(send);
      if (name === 'write') hasRoom = result;
    }
    // Its writer was told to wait, and whoever has taken what was written will not tell him to go on.
    if (hasRoom === true) attempt(() => this.response.emit('drain'));
    this.handOver();
  }

  /**
   * Compressors take listeners of 'drain' for their own stream, where nothing but that stream could call them. As long as
   * they may wait for this delay, they stay with the response.
   */
  private listen(listener: Method): unknown {
    this.listeners.push(listener);
    return EventEmitter.prototype.on.call(this.response, 'drain', listener);
  }

  private handOver(): void {
    // Those of once() that were called are gone.
    const remaining = this.response.rawListeners('drain').filter((each) => this.listeners.includes(each));
    for (const listener of remaining) {
      this.response.removeListener('drain', listener as Method);
      this.on('drain', listener);
    }
  }
}

/**
 * A head that is written twice is an error, for whoever writes it the second time. Nobody is left to be told here, and
 * what was written first stands.
 */
function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch {
    return undefined;
  }
}
