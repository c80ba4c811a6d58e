/** A tag that is known when the response is there, beside a date that is known before. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Post } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AcceptRanges, ETag, IfMatch, LastModified, type ExpectedVersion } from '../../src/index.js';
import { documentOf, operation, problemsOf, requestHeaders, responseHeaders } from './document.js';

@Controller('dated')
class DatedController {
  @Post() @ETag() @LastModified('at') create(@IfMatch() _: ExpectedVersion): void {}
  @Get('typed') @ETag() @AcceptRanges() @ApiOkResponse({ content: { 'image/png': {} } }) typed(): void {}
  @Get('untyped') @ETag() @AcceptRanges() untyped(): void {}
}

describe('a tag of the bytes that are sent', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await documentOf({ controllers: [DatedController] });
  });

  it('is nothing that a write could be compared with: its date is', () => {
    const create = operation(document, 'POST /dated');
    expect(requestHeaders(create)).toEqual(['If-Unmodified-Since']);
    expect(responseHeaders(create)).toEqual({ 201: ['Last-Modified'], 400: [], 412: [] });
  });

  it.each([
    ['of the type of the whole', 'typed', 'image/png'],
    ['of any type, where the whole has none', 'untyped', '*/*'],
  ])('has parts %s', (_, path, type) => {
    const { content } = operation(document, `GET /dated/${path}`).responses['206']!;
    expect(Object.keys(content!)).toEqual([type, 'multipart/byteranges']);
  });

  it('of a document that is valid', async () => {
    expect(await problemsOf(document)).toBeUndefined();
  });
});
