/** What an interceptor answers in the handler's place is tagged where it is the entity of the route, in JSON. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, HttpCode, Put, UseInterceptors, type NestInterceptor } from '@nestjs/common';
import { CacheControl, ETag, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { of } from 'rxjs';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES, type AnyResponse } from '../../support/stages.js';

/** Never asks the handler. */
const answers = (value: unknown, type?: string) =>
  UseInterceptors({
    intercept: (context) => {
      if (type) context.switchToHttp().getResponse<AnyResponse>().header('Content-Type', type);
      return of(value);
    },
  } satisfies NestInterceptor);

const tag = ({ version, note }: { version: number; note: unknown }) => `${version}-${String(note)}`;

@Controller()
class AnsweredController {
  @Get('entity') @Versioned() @answers({ version: 3 }) entity(): void {}
  @Get('text') @Versioned() @answers('{"version":3}', 'text/plain') text(): void {}
  @Get('broken') @Versioned() @answers('{"version":', 'application/json') broken(): void {}
  @Get('member') @ETag({ tag }) @answers({ version: 3, note: null }) member(): void {}
  @Get('lacking') @ETag({ tag }) @answers({ version: 3 }) lacking(): void {}
  @Get('as-json')
  @ETag({ tag: (sent) => JSON.stringify(sent).length })
  @answers({ version: 3 })
  json(): void {}
  @Get('as-text')
  @ETag({ tag: (sent) => `${String((sent as { list: unknown }).list)}` })
  @answers({ list: [1, 2] })
  listed(): void {}
  @Put('choices') @Versioned() @HttpCode(300) @answers({ version: 4 }) choices(
    @IfMatch() _: ExpectedVersion,
  ): void {}
  @Put('written') @Versioned() @answers({ version: 4 }) written(@IfMatch() _: ExpectedVersion): void {}
  @Put('fresh') @CacheControl({ noStore: true }) @answers({ version: 4 }) fresh(): void {}
}

describe.each(STAGES)('an answer of an interceptor, on $name', (stage) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await stage.start({ controllers: [AnsweredController] });
  });
  afterAll(() => app.close());

  it.each([
    ['GET /entity', '"3"'],
    ['GET /text', undefined],
    ['GET /broken', undefined],
    ['GET /member', '"3-null"'],
    ['GET /lacking', undefined],
    ['GET /as-json', '"13"'],
    ['GET /as-text', '"1,2"'],
    ['PUT /written', undefined],
  ])('%s has this tag: %p', async (target, etag) => {
    const { status, headers } = await send(app, target, {});
    expect([status, headers['etag']]).toEqual([200, etag]);
  });

  it('is refused on a write whose preconditions nobody evaluated, where the module has a say', async () => {
    expect((await send(app, 'PUT /written', { 'if-match': '"3"' })).status).toBe(500);
    expect((await send(app, 'PUT /fresh', { 'if-match': '"3"' })).status).toBe(200);
    expect((await send(app, 'PUT /choices', { 'if-match': '"3"' })).status).toBe(300);
  });
});
