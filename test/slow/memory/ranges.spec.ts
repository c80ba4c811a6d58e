/** What is sent is never held in memory: 1 GiB at under 64 MiB more than before, in a process of its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ADAPTERS } from '../../support/adapters.js';

const MIB = 2 ** 20;
const SIZE = 1024 * MIB;
const APP = fileURLToPath(new URL('./ranges-app.mjs', import.meta.url));

interface Told {
  readonly port: number;
  readonly grown: number;
}

/** Reads a response to its end, and keeps none of it. */
async function drain(port: number, range?: string): Promise<{ status: number; read: number }> {
  const sent = get({ port, path: '/file', headers: range === undefined ? {} : { range }, agent: false });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let read = 0;
  response.on('data', ({ length }: Buffer) => (read += length));
  await once(response, 'end');
  return { status: response.statusCode!, read };
}

/** A process that has just begun grows by what it is, whatever it sends: by its compiled code, and a larger heap. */
async function warmUp(port: number): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- what many at once would need is not what one needs
  for (let sent = 0; sent < 1000; sent++) await drain(port, 'bytes=0-65535');
}

describe.each(ADAPTERS)('on $name', ({ name }) => {
  let child: ChildProcess;
  let port: number;

  async function told(message?: string): Promise<Told> {
    const answer = once(child, 'message') as Promise<[Told]>;
    if (message !== undefined) child.send(message);
    return (await answer)[0];
  }

  beforeAll(async () => {
    child = fork(APP, [name], { execArgv: [] });
    ({ port } = await told());
    await warmUp(port);
  });
  afterAll(async () => {
    child.send('end');
    await once(child, 'exit');
  });

  it.each([
    ['all of it', undefined, 200, SIZE],
    ['all but a byte', 'bytes=1-', 206, SIZE - 1],
    ['two halves, but for a byte', `bytes=${SIZE / 2 + 1}-,0-${SIZE / 2 - 1}`, 206, SIZE - 1],
  ])('%s', async (_, range, expected, least) => {
    await told('start');
    const { status, read } = await drain(port, range);
    const { grown } = await told('grown');
    expect(status).toBe(expected);
    expect(read).toBeGreaterThanOrEqual(least);
    expect(read).toBeLessThan(least + 1024);
    expect(grown).toBeLessThan(64 * MIB);
    if (process.env['SHOW_MEMORY'])
      process.stderr.write(`${name} ${range}: ${(grown / MIB).toFixed(1)} MiB\n`);
  });
});
