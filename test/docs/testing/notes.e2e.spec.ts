import { afterEach, describe, expect, it } from '@jest/globals';
import type { ArgumentsHost, CallHandler, ExecutionContext, INestApplication } from '@nestjs/common';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { EtagInterceptor, PreconditionFilter } from 'nestjs-etag';
import { NotesModule } from './notes.js';

describe('/notes/1', () => {
  let app: INestApplication;
  afterEach(() => app.close());

  async function start(builder: TestingModuleBuilder): Promise<string> {
    app = (await builder.compile()).createNestApplication();
    await app.listen(0, '127.0.0.1');
    return `${await app.getUrl()}/notes/1`;
  }
  const testing = () => Test.createTestingModule({ imports: [NotesModule] });
  const stale = { method: 'PUT', headers: { 'If-Match': '"2"' } };

  it('is not sent twice', async () => {
    const url = await start(testing());
    const etag = (await fetch(url)).headers.get('etag') ?? '';
    const again = await fetch(url, { headers: { 'If-None-Match': etag } });
    expect([etag, again.status]).toEqual(['"3"', 304]);
  });

  it('is not overwritten', async () => {
    const url = await start(testing());
    const { status, headers } = await fetch(url, stale);
    expect([status, headers.get('etag')]).toEqual([412, '"3"']);
  });

  it('is always sent where the interceptor is replaced', async () => {
    const interceptor = { intercept: (_: ExecutionContext, next: CallHandler<unknown>) => next.handle() };
    const url = await start(testing().overrideInterceptor(EtagInterceptor).useValue(interceptor));
    const again = await fetch(url, { headers: { 'If-None-Match': '"3"' } });
    expect(again.status).toBe(200);
  });

  it('is refused in the words of a filter in the place of ours', async () => {
    const filter = {
      catch: (_: unknown, host: ArgumentsHost) =>
        host
          .switchToHttp()
          .getResponse<{ status(code: number): { json(body: object): void } }>()
          .status(409)
          .json({}),
    };
    const url = await start(testing().overrideFilter(PreconditionFilter).useValue(filter));
    expect((await fetch(url, stale)).status).toBe(409);
  });
});
