import { beforeAll, describe, expect, it } from '@jest/globals';
import { All, Controller, Get, Head, Post, Redirect, Sse } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { CacheControl, ETag, entityHash, LastModified, NoETag, Versioned } from '../../src/index.js';
import { documentOf, operation, problemsOf, requestHeaders, responseHeaders } from './document.js';

@Controller('plain')
class PlainController {
  @Get() list(): void {}
}

@Controller('notes')
@Versioned({ lastModified: 'updatedAt' })
@CacheControl({ private: true, maxAge: 60 })
class NotesController {
  @Get() list(): void {}
  @Get('hashed') @ETag({ weak: true, vary: ['Accept-Language'] }) hashed(): void {}
  @Get('given') @ETag(() => '1') given(): void {}
  @Get('entity') @ETag(entityHash) entity(): void {}
  @Get('live') @NoETag() live(): void {}
  @Get('remembered') @ETag({ remember: { groups: ['notes'] } }) remembered(): void {}
  @Head('head') head(): void {}
  @All('all') @ETag() all(): void {}
  @Sse('events') events(): void {}
  @Get('moved') @Redirect('/notes') moved(): void {}
  @Post() create(): void {}
}

@Controller('dated')
@LastModified('at')
class DatedController {
  @Get() list(): void {}
}

const controllers = [PlainController, NotesController, DatedController];

describe('a read', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await documentOf({ controllers });
  });
  const of = (path: string) => operation(document, path);
  const tagIn = (path: string) => of(path).responses['200']!.headers!['ETag']!.description;

  it('has the decorator of its class', () => {
    const list = of('GET /notes');
    expect(requestHeaders(list)).toEqual(['If-None-Match', 'If-Modified-Since']);
    expect(responseHeaders(list)).toEqual({
      200: ['ETag', 'Last-Modified', 'Cache-Control'],
      304: ['ETag', 'Cache-Control'],
    });
    expect(list.responses['304']).not.toHaveProperty('content');
    expect(list.responses['200']!.headers!['Cache-Control']!.example).toBe('max-age=60, private');
  });

  it('has its own decorator, where it has one', () => {
    const hashed = of('GET /notes/hashed');
    expect(requestHeaders(hashed)).toEqual(['If-None-Match']);
    expect(responseHeaders(hashed)).toEqual({
      200: ['ETag', 'Cache-Control', 'Vary'],
      304: ['ETag', 'Cache-Control', 'Vary'],
    });
    expect(hashed.responses['200']!.headers!['Vary']!.example).toBe('Accept-Language');
  });

  it('says whether its tag is strong or weak, or nothing where a function decides', () => {
    expect(tagIn('GET /notes')).toContain('A strong');
    expect(tagIn('GET /notes/hashed')).toContain('A weak');
    expect(tagIn('GET /notes/entity')).toContain('A strong');
    expect(tagIn('GET /notes/given')).not.toMatch(/strong|weak/);
  });

  it('has no precondition with @NoETag()', () => {
    expect(requestHeaders(of('GET /notes/live'))).toEqual([]);
    expect(responseHeaders(of('GET /notes/live'))).toEqual({ 200: ['Cache-Control'] });
  });

  it('has the same where its tags are remembered', () => {
    expect(responseHeaders(of('GET /notes/remembered'))).toHaveProperty('304');
  });

  it('may be a HEAD', () => {
    expect(requestHeaders(of('HEAD /notes/head'))).toEqual(['If-None-Match', 'If-Modified-Since']);
    expect(responseHeaders(of('HEAD /notes/head'))['304']).toEqual(['ETag', 'Cache-Control']);
  });

  it('may have a date alone', () => {
    expect(requestHeaders(of('GET /dated'))).toEqual(['If-Modified-Since']);
    expect(responseHeaders(of('GET /dated'))).toEqual({ 200: ['Last-Modified'], 304: ['Last-Modified'] });
  });

  it('is one of the methods of @All()', () => {
    expect(requestHeaders(of('GET /notes/all'))).toEqual(['If-None-Match']);
    for (const method of ['OPTIONS', 'PUT', 'DELETE']) {
      expect(requestHeaders(of(`${method} /notes/all`))).toEqual([]);
      expect(responseHeaders(of(`${method} /notes/all`))).toEqual({ 200: [] });
    }
  });

  it('without a representation, or without a decorator, is left alone', () => {
    for (const path of ['/notes/events', '/notes/moved', '/plain']) {
      expect(requestHeaders(of(`GET ${path}`))).toEqual([]);
      expect(Object.values(responseHeaders(of(`GET ${path}`)))).toEqual([[]]);
    }
  });

  it('of a document that is valid', async () => {
    expect(await problemsOf(document)).toBeUndefined();
  });
});

it('with "auto" every GET has a tag', async () => {
  const document = await documentOf({ controllers }, { options: { auto: true } });
  const list = operation(document, 'GET /plain');
  expect(requestHeaders(list)).toEqual(['If-None-Match']);
  expect(responseHeaders(list)).toEqual({ 200: ['ETag'], 304: ['ETag'] });
  expect(requestHeaders(operation(document, 'GET /notes/live'))).toEqual([]);
});

it('nothing is called strong that a compressor may make weak', async () => {
  const document = await documentOf({ controllers }, { options: { coding: 'weaken' } });
  const { headers } = operation(document, 'GET /notes').responses['200']!;
  expect(headers!['ETag']!.description).not.toContain('strong');
});
