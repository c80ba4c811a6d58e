/** Clients that are no good: they leave, they are slow, and they send many requests before they read one answer. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StrictConnection } from '../../test/fuzz/connection.js';
import type { Client, Context } from '../load.js';
import { expectStatus, messageOf, PRODUCTS } from '../product.js';
import { MOST_HEADER_BYTES } from '../server.js';

const LIST = { path: PRODUCTS };
const PATCH = messageOf({
  method: 'PATCH',
  path: `${PRODUCTS}/103`,
  headers: { 'If-Match': '*' },
  body: { stock: 7 },
});
const MANY = 20;

/** What is sent before the client leaves, and whether it waits for the first octet of an answer. */
const DEPARTURES: readonly (readonly [bytes: Buffer, waits: boolean])[] = [
  [Buffer.alloc(0), false],
  [messageOf(LIST).subarray(0, 20), false],
  [messageOf(LIST), false],
  [messageOf(LIST), true],
  [PATCH.subarray(0, -5), false],
  [PATCH, false],
  [PATCH, true],
  [Buffer.concat(Array.from({ length: MANY }, () => messageOf(LIST))), true],
];

/** Gone in the middle of a request, or of a response. */
export class Leaver implements Client {
  readonly name = 'leaver';
  private count = 0;

  async step({ port }: Context): Promise<void> {
    const [bytes, waits] = DEPARTURES[(this.count += 1) % DEPARTURES.length]!;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    if (bytes.length > 0) await new Promise((resolve) => socket.write(bytes, resolve));
    if (waits) await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.destroy();
    if (!socket.closed) await once(socket, 'close');
  }
}

/** Sends many requests at once, and has every answer in its place. */
export class Pipeliner implements Client {
  readonly name = 'pipeliner';

  async step(context: Context): Promise<void> {
    const connection = await context.connection();
    const requests = Array.from({ length: MANY }, (_, at) => ({
      path: at % 2 === 0 ? PRODUCTS : `${PRODUCTS}/${at}00000`,
    }));
    const responses = await connection.pipeline(
      requests.map((each) => ({ bytes: messageOf(each), method: 'GET' })),
    );
    for (const [at, response] of responses.entries())
      expectStatus(requests[at]!, response, at % 2 === 0 ? 200 : 404);
  }
}

/** Writes an octet at a time, and lets answers wait until nothing more fits between it and the server. */
export class Dawdler implements Client {
  readonly name = 'dawdler';

  async step({ port }: Context): Promise<void> {
    const connection = await StrictConnection.open(port);
    try {
      const bytes = messageOf(LIST);
      const last = bytes.length - 1;
      for (let at = 0; at < last; at += 1) {
        connection.write(bytes.subarray(at, at + 1));
        await sleep(1);
      }
      expectStatus(LIST, await connection.exchange(bytes.subarray(last), 'GET'), 200);
      connection.pause();
      const answers = connection.pipeline(Array.from({ length: MANY }, () => ({ bytes, method: 'GET' })));
      // It may fail before anybody waits for it: the server is told to end.
      answers.catch(() => undefined);
      await sleep(100);
      connection.resume();
      for (const answer of await answers) expectStatus(LIST, answer, 200);
    } finally {
      connection.close();
    }
  }
}

/** A head that is longer than the server takes is 431, or the connection is closed. */
export class Boaster implements Client {
  readonly name = 'boaster';

  async step({ port }: Context): Promise<void> {
    const request = { ...LIST, headers: { 'If-None-Match': `"${'x'.repeat(MOST_HEADER_BYTES)}"` } };
    const socket: Socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.write(messageOf(request));
    await once(socket, 'close');
    const answer = Buffer.concat(chunks).toString('latin1');
    if (answer !== '' && !answer.startsWith('HTTP/1.1 431 '))
      throw new Error(`${answer.slice(0, 100)}, not 431`);
  }
}
