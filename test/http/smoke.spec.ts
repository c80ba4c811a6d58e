import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, Put, Module, ParseIntPipe, NotFoundException, Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ETag, EtagModule, Versioned, currentFrom } from '../../src/index.js';

let calls = 0;
@Injectable()
class Store {
  version = 1;
  find(id: number) { return id === 1 ? { id, version: this.version, name: 'x' } : null; }
}
@Controller('p')
class P {
  constructor(private readonly store: Store) {}
  @Get() @ETag() list() { return [1, 2]; }
  @Get('plain') plain() { return [1, 2]; }
  @Get(':id') @Versioned({ current: currentFrom(Store, (s, r) => s.find(Number(r.params['id']))) })
  one(@Param('id', ParseIntPipe) id: number) { calls++; const p = this.store.find(id); if (!p) throw new NotFoundException('nope'); return p; }
  @Put(':id') @Versioned({ current: currentFrom(Store, (s, r) => s.find(Number(r.params['id']))) })
  put(@Param('id', ParseIntPipe) id: number) { calls++; this.store.version++; return this.store.find(id); }
}
@Module({ imports: [EtagModule.forRoot()], controllers: [P], providers: [Store] })
class App {}

describe.each([['express', () => new ExpressAdapter()], ['fastify', () => new FastifyAdapter()]] as const)('%s', (_, make) => {
  it('works', async () => {
    const app = await NestFactory.create(App, make() as never, { logger: ['error', 'warn'], abortOnError: false });
    await app.listen(0);
    const url = await app.getUrl();
    const go = async (path: string, init: RequestInit = {}) => { const r = await fetch(url + path, init); console.log(init.method ?? 'GET', path, JSON.stringify(init.headers ?? {}), r.status, JSON.stringify([...r.headers]), await r.text(), calls); return r; };
    const a = await go('/p');
    await go('/p/plain');
    await go('/p', { headers: { 'if-none-match': a.headers.get('etag')! } });
    await go('/p', { method: 'HEAD', headers: { 'if-none-match': a.headers.get('etag')! } });
    await go('/p', { method: 'HEAD' });
    await go('/p', { headers: { 'if-match': '"x"' } });
    await go('/p/1');
    await go('/p/1', { headers: { 'if-none-match': '"1"' } });
    await go('/p/1', { method: 'HEAD', headers: { 'if-none-match': '"1"' } });
    await go('/p/abc', { headers: { 'if-none-match': '"1"' } });
    await go('/p/2', { headers: { 'if-none-match': '"1"' } });
    await go('/p/1', { method: 'PUT', headers: { 'if-match': '"0"' } });
    await go('/p/1', { method: 'PUT', headers: { 'if-match': '"1"' } });
    await go('/p/x', { method: 'PUT', headers: { 'if-match': '"1"' } });
    await go('/p/2', { method: 'PUT', headers: { 'if-match': '"1"' } });
    await go('/p/1', { method: 'PUT', headers: { 'if-match': '1' } });
    await app.close();
  });
});
