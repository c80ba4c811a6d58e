import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { orElse } from '../util/maybe-promise.js';

/** The methods by which the head and the body of a response go out. There are no others. */
const SENDERS = ['writeHead', 'flushHeaders', 'write', 'end'] as const;

type Method = (...args: unknown[]) => unknown;

/** What has to be done before a response is sent; undefined where nothing has. */
type Task = () => Promise<void> | undefined;

const delayed = new WeakMap<ServerResponse, Task[]>();

/**
 * Keeps a response from its client until a task is done, whoever sends it, handlers that write to it themselves included.
 * The task starts as the response is sent, or as the connection closes.
 */
export function delayResponse(response: ServerResponse, task: Task): void {
  const known = delayed.get(response);
  // Where an interceptor retries the handler, the task is added once more.
  if (known) return void known.push(task);
  const tasks = [task];
  delayed.set(response, tasks);
  const delay = new DelayedResponse(response, () => tasks.flatMap((each) => each() ?? []));
  response.once('close', () => delay.closed());
}

/** Its methods stay in place when the response is open, since others may have wrapped them by then. */
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
    // It looks as though the head were sent, so that nobody begins another response.
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
      // To write a second head is an error. Whoever wrote it cannot be told any more; the first head stands.
      const result = orElse(send, () => undefined);
      if (name === 'write') hasRoom = result;
    }
    // The writer was told to wait, and nobody else will tell it to go on: there is room already.
    if (hasRoom === true)
      orElse(
        () => this.response.emit('drain'),
        () => undefined,
      );
    this.handOver();
  }

  /** A compressor would move listeners of 'drain' to a stream of its own; until the response is open they stay here. */
  private listen(listener: Method): unknown {
    this.listeners.push(listener);
    return EventEmitter.prototype.on.call(this.response, 'drain', listener);
  }

  private handOver(): void {
    // Listeners of once() that were called are gone.
    const remaining = this.response.rawListeners('drain').filter((each) => this.listeners.includes(each));
    for (const listener of remaining) {
      this.response.removeListener('drain', listener as Method);
      this.on('drain', listener);
    }
  }
}
