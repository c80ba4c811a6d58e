import { describe, expect, it } from '@jest/globals';
import {
  Controller,
  Delete,
  Get,
  Patch,
  Put,
  Redirect,
  Sse,
  Version,
  VERSION_NEUTRAL,
  type Type,
} from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NEVER, type Observable } from 'rxjs';
import { ETag, EtagModule, IfMatch, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp, type Adapter } from '../../support/adapters.js';

type Path = string | string[];
interface Route {
  readonly prefix?: Path;
  readonly path?: Path;
  readonly version?: string | string[] | typeof VERSION_NEUTRAL;
  readonly more?: readonly MethodDecorator[];
}

/** A controller of one route. */
function routeOf(name: string, method: (path: Path) => MethodDecorator, route: Route): Type {
  const { prefix = 'things', path = ':id', version, more = [] } = route;
  @Controller(version === undefined ? { path: prefix } : { path: prefix, version })
  class Single {
    route(): Observable<never> {
      return NEVER;
    }
  }
  Object.defineProperty(Single, 'name', { value: name });
  const descriptor = Object.getOwnPropertyDescriptor(Single.prototype, 'route')!;
  for (const decorate of [method(path), ...more]) decorate(Single.prototype, 'route', descriptor);
  return Single;
}

const reader = (route: Route = {}) => routeOf('Reader', Get, route);
const writer = (route: Route = {}, method = Put) =>
  routeOf('Writer', method, { ...route, more: [ETag(), ...(route.more ?? [])] });

async function start(controllers: Type[], adapter: Adapter = ADAPTERS[0]!): Promise<string> {
  try {
    const { close, logger } = await startApp({ imports: [EtagModule.forRoot()], controllers }, adapter);
    await close();
    return logger.logs.find((line) => line.includes('Conditional requests')) ?? 'started';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('@ETag() on a write is no mistake where a GET can be asked', () => {
  const ifMatch: MethodDecorator = (target, key) => IfMatch()(target, key, 0);

  it.each<[string, Type, Type]>([
    ['of another controller', writer(), reader()],
    ['whose parameter has another name', writer(), reader({ path: ':key' })],
    ['for PATCH', writer({}, Patch), reader()],
    ['for DELETE', writer({}, Delete), reader()],
    ['with slashes elsewhere', writer({ prefix: '/things/' }), reader({ prefix: 'things', path: '/:id/' })],
    ['with the path split elsewhere', writer({ prefix: '', path: 'things/:id' }), reader()],
    ['for one of several paths', writer({ path: 'a' }), reader({ path: ['a', 'b'] })],
    ['for each of several paths', writer({ path: ['a', 'b'] }), reader({ path: ['b', 'a'] })],
    ['for one of several prefixes', writer({ prefix: 'b' }), reader({ prefix: ['a', 'b'] })],
    ['of the same version', writer({ version: '2' }), reader({ version: ['1', '2'] })],
    ['of every version', writer({ version: '2' }), reader({ version: VERSION_NEUTRAL })],
    ['of the default version', writer({ version: '2' }), reader()],
    ['while its own is the default version', writer(), reader({ version: '2' })],
    [
      'of the version on its method',
      writer({ version: '2' }),
      reader({ version: '1', more: [Version('2')] }),
    ],
    ['beside @IfMatch()', writer({ more: [ifMatch] }), reader()],
  ])('%s', async (_, write, read) => {
    expect(await start([write, read])).toMatch(
      /Writer\.route .*hash of the body +GET of the URL +serialised/,
    );
  });
});

describe('@ETag() on a write is a mistake, named with its route,', () => {
  it.each<[string, Type[]]>([
    ['without a GET', [writer()]],
    ['with a GET of another path', [writer(), reader({ path: 'other' })]],
    ['with a GET for one of its paths only', [writer({ path: ['a', 'b'] }), reader({ path: 'a' })]],
    ['with a GET of another version', [writer({ version: '2' }), reader({ version: '1' })]],
    ['with a GET for one of its versions only', [writer({ version: ['1', '2'] }), reader({ version: '1' })]],
    ['with a GET that redirects', [writer(), reader({ more: [Redirect('/')] })]],
    ['with server-sent events', [writer(), routeOf('Reader', (path) => Sse(path as string), {})]],
    ['with another write', [writer(), routeOf('Other', Patch, {})]],
  ])('%s', async (_, controllers) => {
    expect(await start(controllers)).toMatch(
      /Writer\.route: nothing could evaluate an If-Match: @ETag\(\) stands on a PUT, and no GET has the same path/,
    );
  });

  it.each([ETag({ weak: true }), Versioned({ weak: true })])('with a GET whose tag is weak', async (weak) => {
    expect(await start([writer(), reader({ more: [weak] })])).toContain(
      'Writer.route: Reader.route gives the same URL a weak tag, which never satisfies If-Match',
    );
  });

  it('over HTTP/2', async () => {
    const http2 = new FastifyAdapter({ http2: true }) as unknown as AbstractHttpAdapter;
    expect(await start([writer(), reader()], { name: 'fastify', create: () => http2 })).toMatch(
      /Writer\.route: @ETag\(\) stands on a PUT, .* takes a server of HTTP\/1\.1\. Use @Versioned\(\)/,
    );
  });
});
