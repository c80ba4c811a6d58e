/** The same bytes in two media types, or in two languages, are two representations (RFC 9110, 8.8.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, Headers, Res, StreamableFile } from '@nestjs/common';
import { ETag, Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES, type AnyResponse } from '../../support/stages.js';

const negotiate = (accept: string | undefined, response: AnyResponse): void => {
  response.header('Content-Type', accept?.includes('hal') ? 'application/hal+json' : 'application/json');
};

@Controller()
class NegotiatedController {
  @Get('option') @ETag({ vary: ['Accept'] }) option(
    @Headers('accept') accept: string,
    @Res({ passthrough: true }) response: AnyResponse,
  ): unknown[] {
    negotiate(accept, response);
    return [];
  }

  @Get('weak') @ETag({ weak: true, vary: ['Accept-Language', 'Accept'] }) weak(
    @Headers('accept') accept: string,
    @Res({ passthrough: true }) response: AnyResponse,
  ): unknown[] {
    negotiate(accept, response);
    return [];
  }

  @Get('header') @ETag() @Header('Vary', 'Origin, accept') header(
    @Headers('accept') accept: string,
    @Res({ passthrough: true }) response: AnyResponse,
  ): unknown[] {
    negotiate(accept, response);
    return [];
  }

  @Get('sent') @ETag({ vary: ['Accept'] }) sent(
    @Headers('accept') accept: string,
    @Res() response: AnyResponse,
  ): void {
    negotiate(accept, response);
    response.send('[]');
  }

  @Get('file') @ETag({ vary: ['Accept'] }) file(@Headers('accept') accept: string): StreamableFile {
    const type = accept?.includes('hal') ? 'application/hal+json' : 'application/json';
    return new StreamableFile(Buffer.from('[]'), { type });
  }

  @Get('version') @Versioned({ vary: ['Accept'] }) version(
    @Headers('accept') accept: string,
    @Res({ passthrough: true }) response: AnyResponse,
  ): object {
    negotiate(accept, response);
    return { id: 1, version: 1 };
  }

  @Get('language') @ETag({ vary: ['Accept-Language'] }) language(
    @Headers('accept-language') language: string,
    @Res({ passthrough: true }) response: AnyResponse,
  ): unknown[] {
    response.header('Content-Language', language);
    return [];
  }

  @Get('alone') @ETag({ vary: ['Accept-Language'] }) alone(): unknown[] {
    return [];
  }
}

describe.each(STAGES)('what differs in its metadata, on $name', (stage) => {
  describe.each([{}, { secret: 'correct horse battery staple' }])('with options %j', (options) => {
    let app: RunningApp;
    beforeAll(async () => {
      app = await stage.start({ options, controllers: [NegotiatedController] });
    });
    afterAll(() => app.close());

    it.each([
      ['option', 'accept', 'application/json', 'application/hal+json'],
      ['weak', 'accept', 'application/json', 'application/hal+json'],
      ['header', 'accept', 'application/json', 'application/hal+json'],
      ['sent', 'accept', 'application/json', 'application/hal+json'],
      ['file', 'accept', 'application/json', 'application/hal+json'],
      ['version', 'accept', 'application/json', 'application/hal+json'],
      ['language', 'accept-language', 'de', 'en'],
    ])('has two tags: GET /%s by %s', async (path, field, one, other) => {
      const get = (value: string, etag?: string) =>
        send(app, `GET /${path}`, { [field]: value, 'if-none-match': etag });
      const [first, second] = [await get(one), await get(other)];
      const tags = [first.headers['etag'], second.headers['etag']];
      expect([first.status, second.status, new Set(tags).size]).toEqual([200, 200, 2]);
      expect(first.body.equals(second.body)).toBe(true);
      expect((await get(one, tags[0])).status).toBe(304);
      expect((await get(other, tags[1])).status).toBe(304);
      expect((await get(one, tags[1])).status).toBe(200);
      const head = await send(app, `HEAD /${path}`, { [field]: other });
      expect(head.headers['etag']).toBe(tags[1]);
    });

    it('has one where the metadata is the same', async () => {
      const [de, en] = await Promise.all(
        ['de', 'en'].map((language) => send(app, 'GET /alone', { 'accept-language': language })),
      );
      expect(de!.headers['etag']).toBe(en!.headers['etag']);
      const [json, xml] = await Promise.all(
        ['application/json', 'text/xml'].map((accept) => send(app, 'GET /option', { accept })),
      );
      expect(json!.headers['etag']).toBe(xml!.headers['etag']);
    });
  });
});
