/** What docs/hybrid.md says of messages: the version is an argument, and a stale one is refused. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication, INestMicroservice } from '@nestjs/common';
import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';
import type { AddressInfo, Server } from 'node:net';
import { lastValueFrom } from 'rxjs';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { hybrid } from './hybrid.app.js';

describe.each(ADAPTERS)('a message with the version, on $name', (adapter) => {
  let app: RunningApp;
  let client: ClientProxy;
  afterEach(async () => {
    client.close();
    await app.close();
  });

  async function start(): Promise<void> {
    let service!: INestMicroservice;
    app = await startApp(hybrid.module(), adapter, {
      configure: async (nest: INestApplication) => {
        await hybrid.configure!(nest, adapter);
        const tcp = { transport: Transport.TCP as const, options: { host: '127.0.0.1', port: 0 } };
        service = nest.connectMicroservice(tcp);
      },
    });
    await app.app.startAllMicroservices();
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  }

  const rename = (name: string, version: number) =>
    lastValueFrom(client.send<unknown>('products.rename', { id: 1, name, version }));

  it('writes once, and says of the next one what is current', async () => {
    await start();
    expect(await rename('Green tea', 1)).toEqual({ id: 1, name: 'Green tea', version: 2 });
    await expect(rename('Black tea', 1)).rejects.toEqual({ code: 'STALE', version: '2' });
    expect(await rename('Black tea', 2)).toMatchObject({ name: 'Black tea', version: 3 });
  });
});
