import { request as nodeRequest, type IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { Connection } from './connection.js';
import { Received, type Exchange, type SentRequest } from './exchange.js';
import { DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT, NoResponseError, reasonOf, type Limits } from './limits.js';

/** How long a server that keeps the connection open may still send what it must not, in milliseconds. */
const GRACE = 250;

/**
 * Sends one request on a connection of its own. Nothing is decoded, stored or followed, and each field line goes out as it is
 * given.
 * @throws NoResponseError where no complete response comes back within the limits
 */
export async function send(
  server: URL,
  sent: SentRequest,
  limits: Limits = {},
  start?: StartingLine,
): Promise<Exchange> {
  const { timeout = DEFAULT_TIMEOUT, maxBytes = DEFAULT_MAX_BYTES } = limits;
  const connection = new Connection(server, maxBytes);
  const late = new Error(`the response was not complete after ${timeout} ms`);
  const timer = setTimeout(() => connection.destroy(late), timeout);
  try {
    if (start) {
      await connection.connected;
      await start.ready();
    }
    return { sent, received: await exchange(server, sent, connection) };
  } catch (error) {
    const cause = connection.failure ?? error;
    throw new NoResponseError(sent, reasonOf(cause), cause);
  } finally {
    clearTimeout(timer);
    connection.destroy();
  }
}

/** Where requests wait until all of them have their connection, so that they reach the server at one time. */
export class StartingLine {
  private readonly open: Promise<void>;
  private release: () => void = () => {};

  constructor(private missing: number) {
    this.open = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  async ready(): Promise<void> {
    if (--this.missing === 0) {
      // A server in this process has to accept the last of them.
      await nextTurn();
      await nextTurn();
      this.release();
    }
    return this.open;
  }
}

async function exchange(server: URL, sent: SentRequest, connection: Connection): Promise<Received> {
  const started = performance.now();
  const { message, body } = await responseOf(server, sent, connection);
  const { statusCode, statusMessage, rawHeaders } = message;
  // Node has them of every response that it received.
  const [status, reason] = [statusCode!, statusMessage!];
  const milliseconds = performance.now() - started;
  // What comes behind such a response may be in a segment of its own.
  const endsWithHead = sent.method === 'HEAD' || status === 304 || status === 204;
  if (endsWithHead) await Promise.race([connection.closed, wait(GRACE, undefined, { ref: false })]);
  const stray = endsWithHead ? connection.behindHead : 0;
  return new Received(status, reason, rawHeaders, body, stray, connection.octets, milliseconds);
}

interface Response {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

function responseOf(
  { hostname, port, host }: URL,
  { method, path, headers, body }: SentRequest,
  { stream }: Connection,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const framing = body ? { 'content-length': String(body.length) } : {};
    const fields = { host, connection: 'close', ...framing, ...headers };
    const outgoing = nodeRequest({
      createConnection: () => stream as never,
      hostname,
      port,
      method,
      path,
      headers: fields as Record<string, string | string[]>,
    });
    let received: IncomingMessage | undefined;
    // An error behind a complete response says what `stray` says.
    outgoing.on('error', (error) => {
      if (!received?.complete) reject(error);
    });
    // At once: Node passes over the errors of a message that nobody listens to yet.
    outgoing.once('response', (message) => {
      const chunks: Buffer[] = [];
      received = message;
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.once('end', () => resolve({ message, body: Buffer.concat(chunks) }));
      message.once('error', reject);
    });
    outgoing.end(body);
  });
}
