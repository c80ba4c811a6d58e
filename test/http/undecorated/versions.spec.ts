/** Routes of one path, told apart by version or host: the adapter asks each of them, and one hands on to the next. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Res, Version, VersioningType } from '@nestjs/common';
import { ETag, EtagModule, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import type { AnyResponse } from '../../support/stages.js';
import { request } from '../../support/wire.js';

@Controller('things')
class ThingsController {
  @Version('1') @Get() @ETag() first(): object {
    return { version: 1 };
  }

  @Version('2') @Get() second(): object {
    return { version: 2 };
  }

  @Version('3') @Get() @Versioned() third(): object {
    return { version: 3 };
  }

  @Version('4') @Get() fourth(@Res() response: AnyResponse): void {
    response.send({ version: 4 });
  }
}

@Controller('plain')
class PlainController {
  @Version('2') @Get() second(): object {
    return { version: 2 };
  }

  @Version('4') @Get() fourth(@Res() response: AnyResponse): void {
    response.send({ version: 4 });
  }
}

describe.each(ADAPTERS)('versions of one path on $name', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [ThingsController, PlainController] },
      adapter,
      { configure: (app) => app.enableVersioning({ type: VersioningType.HEADER, header: 'version' }) },
    );
  });
  afterAll(() => running.close());

  const get = (path: string, version: string) => request(running.port, { path, headers: { version } });

  it('have each the tag of its own decorator', async () => {
    expect((await get('/things', '1')).headers['etag']).toMatch(/^"[\w-]{43}"$/);
    expect((await get('/things', '3')).headers['etag']).toBe('"3"');
  });

  it.each(['2', '4'])('are left alone without one: version %s', async (version) => {
    const { status, headers, text } = await get('/things', version);
    const plain = await get('/plain', version);
    expect([status, text, headers['etag']]).toEqual([200, plain.text, plain.headers['etag']]);
  });
});
