/** What is sent is never held in memory: 1 GiB at under 64 MiB more than the same process takes for it without us. */
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
  /** The most memory since it was asked last. */
  readonly peak: number;
}

/** Reads a response to its end, and keeps none of it. */
async function drain(port: number, path: string, range?: string): Promise<{ status: number; read: number }> {
  const sent = get({ port, path, headers: range === undefined ? {} : { range }, agent: false });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let read = 0;
  response.on('data', ({ length }: Buffer) => (read += length));
  await once(response, 'end');
  return { status: response.statusCode!, read };
}

describe.each(ADAPTERS)('on $name', ({ name }) => {
  let child: ChildProcess;
  let port: number;
  /** How much the process takes to send all of it without us, as warm as it will be. */
  let without: number;

  async function told(message?: string): Promise<Told> {
    const answer = once(child, 'message') as Promise<[Told]>;
    if (message !== undefined) child.send(message);
    return (await answer)[0];
  }

  beforeAll(async () => {
    child = fork(APP, [name], { execArgv: [] });
    ({ port } = await told());
    await drain(port, '/file', 'bytes=0-65535');
    await drain(port, '/plain');
    await told('peak');
    await drain(port, '/plain');
    without = (await told('peak')).peak;
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
    await told('peak');
    const { status, read } = await drain(port, '/file', range);
    const { peak } = await told('peak');
    expect(status).toBe(expected);
    expect(read).toBeGreaterThanOrEqual(least);
    expect(read).toBeLessThan(least + 1024);
    expect(peak - without).toBeLessThan(64 * MIB);
    if (process.env['SHOW_MEMORY']) {
      const [ours, plain] = [peak, without].map((bytes) => (bytes / MIB).toFixed(1));
      process.stderr.write(`${name} ${range}: ${ours} MiB, ${plain} MiB without us\n`);
    }
  });
});
