/** That a source is let go of, whoever notices first: Nest 12 does so itself, Nest 11 does not. */
import { StreamableFile } from '@nestjs/common';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Exchange } from '../../src/request/exchange.js';
import type { ResponsePlatform } from '../../src/request/platform.js';
import { RangeServer } from '../../src/ranges/range-server.js';

const HERE = fileURLToPath(import.meta.url);
const HEADERS = { range: 'bytes=2-,0-0' };

const callbacks: (() => void)[] = [];

/** What happens when the response is over. */
function over(): void {
  for (const callback of callbacks) callback();
}

const platform = {
  headOf: () => ({ status: 200, get: () => undefined, set: () => undefined, remove: () => undefined }),
  whenOver: (_: unknown, callback: () => void) => callbacks.push(callback),
} as unknown as ResponsePlatform;

const server = new RangeServer(platform);

function exchange(headers: object): Exchange {
  const context = { switchToHttp: () => ({ getRequest: () => ({ headers }) }) };
  return {
    method: 'GET',
    reads: true,
    plan: { maxRanges: 5 },
    validators: {},
    context,
  } as unknown as Exchange;
}

async function sent(stream: Readable, headers: object = HEADERS): Promise<Readable> {
  const file = new StreamableFile(stream, { length: 100 });
  const content = await server.send(exchange({ ...headers }), {}, file, undefined);
  return (content as StreamableFile).getStream();
}

describe.each([
  ['a file', () => createReadStream(HERE)],
  ['a stream that is stuck', () => new Readable({ read: () => undefined })],
])('%s', (_, open) => {
  let source: Readable;
  beforeEach(() => {
    callbacks.length = 0;
    source = open();
  });

  it('is let go of as its content is', async () => {
    const content = await sent(source);
    content.destroy();
    await once(source, 'close');
  });

  it('is let go of as the response is over, nothing of it read', async () => {
    await sent(source);
    over();
    await once(source, 'close');
  });

  it('is let go of as the response is over, in the middle of a read', async () => {
    const content = await sent(source);
    content.read();
    over();
    await once(source, 'close');
    expect(content.destroyed).toBe(true);
  });

  it('is let go of where its content cannot be made', async () => {
    const file = new StreamableFile(source, { length: 100, type: 'no\r\ntype' });
    await expect(server.send(exchange(HEADERS), {}, file, undefined)).rejects.toThrow();
    await once(source, 'close');
  });

  it('is let go of as the response is over, where all of it was to be sent', async () => {
    await sent(source, {});
    over();
    await once(source, 'close');
  });
});
