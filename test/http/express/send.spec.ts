/** Who else stands in the way of Express's `send`. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, NotFoundException, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { ETag, EtagModule } from '../../../src/index.js';

interface Sent {
  readonly app: { get(setting: string): unknown };
  send(body: unknown): unknown;
  once(event: 'finish', then: () => void): unknown;
}

type Middleware = (request: unknown, response: Sent, next: () => void) => void;

/** What Nest's adapter makes where it is given none. */
interface Express {
  use(middleware: Middleware): unknown;
  listen(port: number, host: string, then: () => void): Server;
}

function express(): Express {
  return new ExpressAdapter().getInstance<Express>();
}

const closing: (() => Promise<unknown>)[] = [];

function controllerOf(path: string): Type {
  @Controller(path)
  class PathController {
    @Get() @ETag() read(): string {
      return path;
    }

    @Get('missing') @ETag() missing(): never {
      throw new NotFoundException();
    }

    @Get('plain') plain(): string {
      return path;
    }
  }
  return PathController;
}

/** A Nest application on an Express application. */
async function mount(on: Express, path: string): Promise<NestExpressApplication> {
  @Module({ imports: [EtagModule.forRoot({ isGlobal: true })], controllers: [controllerOf(path)] })
  class PathModule {}
  const app = await NestFactory.create<NestExpressApplication>(PathModule, new ExpressAdapter(on), {
    logger: false,
  });
  closing.push(() => app.close());
  return app.init();
}

async function listen(on: Express): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const listening = on.listen(0, '127.0.0.1', () => resolve(listening));
  });
  closing.push(async () => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function strongTag(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url')}"`;
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('a middleware that stands in for send', () => {
  it('has its bytes tagged, for they are what goes out', async () => {
    const on = express();
    on.use((_, response, next) => {
      const { send } = response;
      response.send = (body) => send.call(response, `${body as string}, changed`);
      next();
    });
    await mount(on, 'one');
    const url = await listen(on);
    const full = await fetch(`${url}/one`);
    expect([await full.text(), full.headers.get('etag')]).toEqual([
      'one, changed',
      strongTag('one, changed'),
    ]);
    const again = await fetch(`${url}/one`, { headers: { 'if-none-match': strongTag('one, changed') } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('an application that is mounted on another', () => {
  it('tags its own routes, and leaves the others to Express', async () => {
    const [parent, on] = [express(), express()];
    await mount(on, 'one');
    parent.use(on as unknown as Middleware);
    const url = await listen(parent);
    const full = await fetch(`${url}/one`);
    expect([await full.text(), full.headers.get('etag')]).toEqual(['one', strongTag('one')]);
    const again = await fetch(`${url}/one`, { headers: { 'if-none-match': strongTag('one') } });
    expect(again.status).toBe(304);
    const missing = await fetch(`${url}/one/missing`);
    expect([missing.status, missing.headers.get('etag')]).toEqual([404, null]);
    const plain = await fetch(`${url}/one/plain`);
    expect(plain.headers.get('etag')).toMatch(/^W\//);
    // Without Cache-Control, fetch() asks for a response that is not from a cache.
    const headers = { 'if-none-match': plain.headers.get('etag')!, 'cache-control': 'max-age=0' };
    expect((await fetch(`${url}/one/plain`, { headers })).status).toBe(304);
  });
});

describe('a response of a decorated route that has no tag', () => {
  it('tells the settings of its application', async () => {
    const on = express();
    const settings = new Promise((resolve) => {
      on.use((_, response, next) => {
        response.once('finish', () => resolve(['env', 'x-powered-by'].map((name) => response.app.get(name))));
        next();
      });
    });
    await mount(on, 'one');
    const url = await listen(on);
    const missing = await fetch(`${url}/one/missing`);
    expect([missing.status, missing.headers.get('etag')]).toEqual([404, null]);
    expect(await settings).toEqual(['test', true]);
  });
});
