import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, HttpCode, Injectable, Patch, Post, Put } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import {
  CacheControl,
  currentFrom,
  IfMatch,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
} from '../../src/index.js';
import { adapterModule, MapAdapter } from '../support/map-adapter.js';
import { described, documentOf, operation, problemsOf, requestHeaders, responseHeaders } from './document.js';

@Injectable()
class Notes {
  find(): Note | null {
    return null;
  }
}

interface Note {
  readonly version: number;
  readonly name: string;
  readonly updatedAt: Date;
}

class Row {
  id!: string;
  version!: number;
}

const current = currentFrom(Notes, (notes) => notes.find());

@Controller('notes')
@Versioned({ current })
@CacheControl({ noCache: true })
class NotesController {
  @Get(':id') findOne(): void {}
  @Post() create(): void {}
  @Put(':id') replace(): void {}
  @Put(':id/required') @RequirePrecondition() @Versioned({ current }) required(): void {}
  @Delete(':id') @HttpCode(204) remove(): void {}
  @Put('asserted/:id') @Versioned() asserted(@IfMatch() _: ExpectedVersion): void {}
  @Put('upserted/:id') @Versioned({ current, creates: true }) upsert(): void {}
  @Patch('applied/:id') @Versioned({ current, alreadyApplied: ['name'] }) apply(): void {}
  @Delete('applied/:id') @Versioned({ current, alreadyApplied: true }) unapply(): void {}
}

@Controller('dated')
@Versioned({ current, lastModified: 'updatedAt' })
class DatedController {
  @Put(':id') replace(): void {}
  @Patch(':id') @RequirePrecondition() change(): void {}
}

@Controller('rows')
@Versioned(Row)
class RowsController {
  @Put(':id') replace(@IfMatch() _: ExpectedVersion): void {}
  @Patch(':id') @RequirePrecondition() change(@IfMatch() _: ExpectedVersion): void {}
  @Delete(':id') remove(): void {}
}

const metadata = {
  imports: [adapterModule(new MapAdapter(Row))],
  controllers: [NotesController, DatedController, RowsController],
  providers: [Notes],
};

describe('a write', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await documentOf(metadata);
  });
  const of = (path: string) => operation(document, path);
  const ifMatchOf = (path: string) => described(of(path), 'If-Match');

  it('may have a precondition', () => {
    expect(requestHeaders(of('PUT /notes/{id}'))).toEqual(['If-Match']);
    expect(responseHeaders(of('PUT /notes/{id}'))).toEqual({ 200: ['ETag'], 400: [], 412: ['ETag'] });
    expect(ifMatchOf('PUT /notes/{id}')).toContain('Optional:');
  });

  it('must have one with @RequirePrecondition()', () => {
    const required = of('PUT /notes/{id}/required');
    expect(requestHeaders(required)).toEqual(['If-Match!']);
    expect(responseHeaders(required)).toMatchObject({ 412: ['ETag'], 428: ['Cache-Control'] });
    expect(ifMatchOf('PUT /notes/{id}/required')).toContain('Required: without it the answer is 428.');
  });

  it('that deletes shows no validators, and a 412 does', () => {
    expect(responseHeaders(of('DELETE /notes/{id}'))).toEqual({ 204: [], 400: [], 412: ['ETag'] });
  });

  it('that creates shows a tag. It has no precondition that somebody could evaluate', () => {
    expect(requestHeaders(of('POST /notes'))).toEqual([]);
    expect(responseHeaders(of('POST /notes'))).toEqual({ 201: ['ETag'] });
  });

  it('that creates what is absent has two ways to be conditional', () => {
    expect(requestHeaders(of('PUT /notes/upserted/{id}'))).toEqual(['If-Match', 'If-None-Match']);
  });

  it('may have a date in the place of a tag, where nothing is required', () => {
    expect(requestHeaders(of('PUT /dated/{id}'))).toEqual(['If-Match', 'If-Unmodified-Since']);
    expect(responseHeaders(of('PUT /dated/{id}'))['200']).toEqual(['ETag', 'Last-Modified']);
    expect(requestHeaders(of('PATCH /dated/{id}'))).toEqual(['If-Match!']);
    expect(ifMatchOf('PATCH /dated/{id}')).toContain('sends `If-Unmodified-Since` instead');
  });

  it('says who compares: a check before it, its handler, or the write itself', () => {
    expect(ifMatchOf('PUT /notes/{id}')).toContain('Checked:');
    expect(ifMatchOf('DELETE /rows/{id}')).toContain('Checked:');
    expect(ifMatchOf('PUT /notes/asserted/{id}')).toContain('compared by the handler');
    expect(ifMatchOf('PUT /rows/{id}')).toContain('Compare-and-set:');
  });

  it('of an entity may be a conflict, unless it must have a precondition', () => {
    expect(responseHeaders(of('PUT /rows/{id}'))).toHaveProperty('409');
    expect(responseHeaders(of('PATCH /rows/{id}'))).not.toHaveProperty('409');
    expect(responseHeaders(of('PUT /notes/{id}'))).not.toHaveProperty('409');
  });

  it('may have been made already', () => {
    expect(responseHeaders(of('PATCH /notes/applied/{id}'))).toMatchObject({ 200: ['ETag'], 204: ['ETag'] });
    expect(responseHeaders(of('DELETE /notes/applied/{id}'))).toMatchObject({ 204: [] });
    expect(responseHeaders(of('PUT /notes/{id}'))).not.toHaveProperty('204');
  });

  it('of a document that is valid', async () => {
    expect(await problemsOf(document)).toBeUndefined();
  });
});

it('the options of the module count', async () => {
  const options = { preconditions: 'required', putValidators: 'strict', malformed: 412 } as const;
  const document = await documentOf(metadata, { options });
  const put = operation(document, 'PUT /notes/{id}');
  expect(requestHeaders(put)).toEqual(['If-Match!']);
  expect(responseHeaders(put)).toEqual({ 200: [], 412: ['ETag'], 428: ['Cache-Control'] });
  const upsert = operation(document, 'PUT /notes/upserted/{id}');
  expect(requestHeaders(upsert)).toEqual(['If-Match', 'If-None-Match']);
  expect(described(upsert, 'If-Match')).toContain('`If-None-Match: *` to create; else the answer is 428');
});
