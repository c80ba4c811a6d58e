import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Put, Req } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { request, type RequestOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { ETag, EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type Adapter, type StartOptions } from '../../support/adapters.js';

// A key both sides know, in place of a certificate, which would have to be made, and would expire.
const psk = Buffer.from('a key shared before');
const tls = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
const server = { ...tls, pskCallback: () => psk };
const client = {
  ...tls,
  pskCallback: () => ({ psk, identity: 'test' }),
  checkServerIdentity: () => undefined,
};

const SERVERS: readonly [Adapter, StartOptions][] = [
  [ADAPTERS[0]!, { httpsOptions: server as never }],
  [
    {
      name: 'fastify',
      create: () => new FastifyAdapter({ https: server as never }) as unknown as AbstractHttpAdapter,
    },
    {},
  ],
];

const seen: string[] = [];

@Controller('secret')
class SecretController {
  @Get() @ETag() get(@Req() { protocol, socket }: { protocol: string; socket: TLSSocket }): string {
    seen.push(`${protocol} ${socket.encrypted} ${typeof socket.getPeerCertificate()}`);
    return 'secret';
  }

  @Put() @ETag() put(): void {}
}

describe.each(SERVERS)('over TLS, on $name', (adapter, options) => {
  it('the GET is asked behind it, and looks as though it had come through it', async () => {
    const metadata = { imports: [EtagModule.forRoot()], controllers: [SecretController] };
    const { port, close } = await startApp(metadata, adapter, options);
    const send = (method: string, headers: Record<string, string>) =>
      new Promise<{ status: number | undefined; etag: string | undefined }>((resolve, reject) => {
        const asked: RequestOptions = {
          ...client,
          host: '127.0.0.1',
          port,
          path: '/secret',
          method,
          headers,
          agent: false,
        };
        request(asked, (response) => {
          response
            .resume()
            .on('end', () => resolve({ status: response.statusCode, etag: response.headers.etag }));
        })
          .on('error', reject)
          .end();
      });
    const { etag } = await send('GET', {});
    expect((await send('PUT', { 'if-match': etag! })).status).toBe(200);
    expect((await send('PUT', { 'if-match': '"other"' })).status).toBe(412);
    expect(seen.splice(0)).toEqual(Array(3).fill('https true object'));
    await close();
  });
});
