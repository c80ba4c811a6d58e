import type { ServerResponse } from 'node:http';

/** By these, and no others, the head and the body of a response go out. */
const SENDERS = ['writeHead', 'flushHeaders', 'write', 'end'] as const;

type Sender = (...args: unknown[]) => unknown;

/** What has to be done before a response is sent; undefined where nothing has. It does not reject. */
type Task = () => Promise<void> | undefined;

const tasks = new WeakMap<ServerResponse, Task[]>();

/**
 * Keeps a response from its client until something is done, whoever sends it and however: frameworks, filters, streams,
 * and handlers that write to the response themselves.
 *
 * The task starts as the response is sent; and as the connection closes, where its client is gone before that.
 */
export function delayResponse(response: ServerResponse, task: Task): void {
  const known = tasks.get(response);
  // An interceptor that tries again comes here again.
  if (known) return void known.push(task);
  const list = [task];
  tasks.set(response, list);
  const hold = new DelayedResponse(response, () => list.flatMap((each) => each() ?? []));
  response.once('close', () => hold.closed());
}

/** Stays in the way of a response once it is open, since others may have put themselves around it. */
class DelayedResponse {
  private state: 'waiting' | 'held' | 'open' = 'waiting';
  private readonly calls: (() => unknown)[] = [];

  constructor(
    private readonly response: ServerResponse,
    private readonly begin: () => Promise<void>[],
  ) {
    const senders = response as unknown as Record<string, Sender>;
    for (const name of SENDERS) {
      const original = senders[name]!.bind(response);
      senders[name] = (...args) => this.send(name, () => original(...args));
    }
  }

  closed(): void {
    if (this.state === 'waiting') this.begin();
  }

  private send(name: string, call: () => unknown): unknown {
    if (this.state === 'waiting') this.start();
    if (this.state === 'open') return call();
    this.calls.push(call);
    // Of a write: wait for 'drain'.
    return name === 'write' ? false : this.response;
  }

  private start(): void {
    const running = this.begin();
    this.state = running.length > 0 ? 'held' : 'open';
    if (this.state === 'open') return;
    // What is on its way looks like it, so that nobody begins another response.
    Object.defineProperty(this.response, 'headersSent', { value: true, configurable: true });
    void Promise.all(running).then(() => this.release());
  }

  private release(): void {
    this.state = 'open';
    Reflect.deleteProperty(this.response, 'headersSent');
    // A client that is gone gets nothing.
    if (this.response.destroyed) return;
    const results = this.calls.map(attempt);
    if (results.at(-1) === true) this.response.emit('drain');
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
