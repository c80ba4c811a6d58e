import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { play, type Narrator } from '../../sample-app/tour/play.js';
import { STORY } from '../../sample-app/tour/story.js';
import { ADAPTERS, Sample } from './sample.js';

const silently: Narrator = () => {};

describe.each(ADAPTERS)('the tour on %s', (adapter) => {
  let sample: Sample;

  beforeAll(async () => {
    sample = await Sample.start({ adapter });
  });
  afterAll(() => sample.close());

  it('plays its six exchanges, each answered as the story says', async () => {
    const played: unknown[] = [];
    const wrong = await play(sample.url, (_, { status }, differences) => played.push([status, differences]));
    expect(played).toEqual([200, 304, 200, 412, 428, 412].map((status) => [status, []]));
    expect(wrong).toBe(0);
  });

  it('can be played again, whatever the version is by then', async () => {
    expect(await play(sample.url, silently)).toBe(0);
  });

  it('shows what went over the wire', async () => {
    const heads: string[] = [];
    await play(sample.url, (_, { sent, received }) => heads.push(sent, received));
    expect(heads[0]).toMatch(/^GET \/api\/products\/101 HTTP\/1\.1\r\nHost: 127\.0\.0\.1:\d+\r\n/);
    expect(heads[1]).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(heads[3]).toMatch(/^HTTP\/1\.1 304 Not Modified\r\n[^]*\r\n\r\n$/);
  });
});

describe('the tour of a server that knows no preconditions', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((_, response) => response.setHeader('ETag', '"1"').end('{}'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    await once(server.close(), 'close');
  });

  it('says what is wrong with every answer but the first', async () => {
    const { port } = server.address() as AddressInfo;
    const told: string[][] = [];
    const wrong = await play(`http://127.0.0.1:${port}`, (_, __, differences) => told.push([...differences]));
    expect(wrong).toBe(STORY.length - 1);
    expect(told.slice(0, 3)).toEqual([
      [],
      ['the status is 200, not 304', 'there is a body of 2 characters'],
      ['the ETag is "1", but should be other than "1"'],
    ]);
  });
});
