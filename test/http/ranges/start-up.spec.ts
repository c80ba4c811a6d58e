/** Mistakes with `@AcceptRanges()`, found before anything listens. */
import { describe, expect, it } from '@jest/globals';
import { All, Controller, Get, Head, Put, StreamableFile, type Type } from '@nestjs/common';
import {
  AcceptRanges,
  ETag,
  EtagModule,
  LastModified,
  NoETag,
  Versioned,
  type AcceptRangesOptions,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type Adapter } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

function controllerWith(decorators: MethodDecorator[], ofClass: ClassDecorator[] = []): Type {
  @Controller('wrong')
  class RangeController {
    route(): StreamableFile {
      return new StreamableFile(Buffer.from('content'));
    }
  }
  const { prototype } = RangeController;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'route')!;
  for (const decorate of decorators) decorate(prototype, 'route', descriptor);
  for (const decorate of ofClass) decorate(RangeController);
  return RangeController;
}

function start(controller: Type, adapter: Adapter) {
  return startApp({ imports: [EtagModule.forRoot()], controllers: [controller] }, adapter);
}

const most = (maxRanges: number): AcceptRangesOptions => ({ maxRanges });

describe.each(ADAPTERS)('on $name', (adapter) => {
  it.each<[string, MethodDecorator[], ClassDecorator[], RegExp]>([
    ['on a PUT', [Put(), AcceptRanges(), Versioned()], [], /stands on a PUT.*Move it to the GET/],
    ['on a HEAD', [Head(), AcceptRanges(), ETag(() => 1)], [], /stands on a HEAD.*14\.2/],
    ['without a validator', [Get(), AcceptRanges()], [], /no validator beside it.*Add @ETag\(\)/],
    ['with @NoETag()', [Get(), AcceptRanges(), NoETag()], [ETag()], /no validator beside it/],
    ['with a weak tag', [Get(), AcceptRanges(), ETag({ weak: true })], [], /never satisfies If-Range/],
    ['of its class, with a weak tag', [Get(), ETag({ weak: true })], [AcceptRanges()], /Remove "weak: true"/],
    ['of no range', [Get(), ETag(), AcceptRanges(most(0))], [], /"maxRanges" of @AcceptRanges\(\) is 0/],
    ['of half a range', [Get(), ETag(), AcceptRanges(most(1.5))], [], /is 1\.5; it takes a whole number/],
  ])('refuses @AcceptRanges() %s, by the name of the route', async (_, decorators, ofClass, message) => {
    const started = start(controllerWith(decorators, ofClass), adapter);
    await expect(started).rejects.toThrow(/RangeController\.route: /);
    await expect(started).rejects.toThrow(message);
  });

  it.each<[string, MethodDecorator[], ClassDecorator[], number]>([
    ['on a GET with a date', [Get(), AcceptRanges(), LastModified(() => 0)], [], 206],
    ['on @All()', [All(), AcceptRanges(), ETag()], [], 206],
    ['of the class', [Get(), ETag()], [AcceptRanges()], 206],
    ['of the class, of which the route has no validator', [Get()], [AcceptRanges()], 200],
    ['of the class, which the route opted out of', [Get(), NoETag()], [AcceptRanges(), ETag()], 200],
  ])('%s it is fine', async (_, decorators, ofClass, status) => {
    const app = await start(controllerWith(decorators, ofClass), adapter);
    const response = await request(app.port, { path: '/wrong', headers: { range: 'bytes=0-1' } });
    expect(response.status).toBe(status);
    await app.close();
  });

  it('of the class it leaves other methods alone', async () => {
    const app = await start(controllerWith([Put()], [AcceptRanges()]), adapter);
    const headers = { range: 'bytes=0-1' };
    const { status, text } = await request(app.port, { method: 'PUT', path: '/wrong', headers });
    expect([status, text]).toEqual([200, 'content']);
    await app.close();
  });
});
