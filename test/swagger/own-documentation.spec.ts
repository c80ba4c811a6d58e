/** What the application says itself stays as it is. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Headers, Injectable, Put } from '@nestjs/common';
import {
  ApiExtension,
  ApiHeader,
  ApiOkResponse,
  ApiProperty,
  ApiResponse,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { CacheControl, currentFrom, EtagModule, Versioned } from '../../src/index.js';
import { withConditionalRequests } from '../../src/swagger/index.js';
import { config, documentOf, operation, problemsOf, requestHeaders, responseHeaders } from './document.js';

@Injectable()
class Notes {}

class Note {
  @ApiProperty() id!: number;
}

class ConditionalRequestError {
  @ApiProperty() code!: string;
}

const current = currentFrom(Notes, () => null);

@Controller('notes')
@Versioned({ current })
class NotesController {
  @Get(':id')
  @CacheControl({ noCache: true })
  @ApiOkResponse({
    type: Note,
    description: 'The note.',
    headers: { etag: { description: 'Ours.', schema: { type: 'integer' } } },
  })
  @ApiResponse({ status: 304, description: 'Nothing new.' })
  findOne(): void {}

  @Put(':id')
  @ApiHeader({ name: 'IF-MATCH', description: 'Which one?', required: true })
  @ApiResponse({ status: 412, type: ConditionalRequestError, description: 'Too late.' })
  @ApiResponse({ status: '2XX', description: 'Done.' })
  @ApiExtension('x-own', { yes: true })
  replace(): void {}

  @Put('taken/:id') take(@Headers('if-match') _: string): void {}
}

const metadata = { controllers: [NotesController], providers: [Notes] };

describe('what the application documents', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await documentOf(metadata);
  });

  it('of a successful response stays, and gets what is missing', () => {
    const { responses } = operation(document, 'GET /notes/{id}');
    expect(responses['200']).toEqual({
      description: 'The note.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } },
      headers: {
        etag: { description: 'Ours.', schema: { type: 'integer' } },
        'Cache-Control': expect.objectContaining({ example: 'no-cache' }),
      },
    });
  });

  it('of a response of the module stays, and gets its header fields', () => {
    const { responses } = operation(document, 'GET /notes/{id}');
    expect(responses['304']!.description).toBe('Nothing new.');
    expect(Object.keys(responses['304']!.headers!)).toEqual(['ETag', 'Cache-Control']);
    const failed = operation(document, 'PUT /notes/{id}').responses['412']!;
    expect(failed.description).toBe('Too late.');
    expect(failed.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/ConditionalRequestError' } },
    });
  });

  it('of a request header stays, whatever its case', () => {
    const put = operation(document, 'PUT /notes/{id}');
    expect(requestHeaders(put)).toEqual(['IF-MATCH!']);
    expect(put.parameters.find(({ in: place }) => place === 'header')!.description).toBe('Which one?');
    expect(requestHeaders(operation(document, 'PUT /notes/taken/{id}'))).toEqual(['if-match!']);
  });

  it('for a range of status codes counts as a success', () => {
    expect(responseHeaders(operation(document, 'PUT /notes/{id}'))['2XX']).toEqual(['ETag']);
  });

  it('by @ApiExtension() stays, and nothing is left of ours', async () => {
    expect(operation(document, 'PUT /notes/{id}')).toHaveProperty('x-own', { yes: true });
    expect(JSON.stringify(document)).not.toContain('x-nestjs-etag');
    const testing = await Test.createTestingModule({
      imports: [EtagModule.forRoot()],
      ...metadata,
    }).compile();
    const app = testing.createNestApplication();
    const without = SwaggerModule.createDocument(app, config);
    expect(JSON.stringify(without)).toContain('x-own');
    expect(JSON.stringify(without)).not.toMatch(/x-nestjs-etag|If-None-Match/);
    await app.close();
  });

  it('under the name of a schema of ours stays: ours has another name', () => {
    const { schemas = {} } = document.components!;
    expect(schemas['ConditionalRequestError']).toHaveProperty('properties.code');
    expect(schemas['ConditionalRequestError2']).toHaveProperty('properties.statusCode');
    expect(operation(document, 'PUT /notes/{id}').responses['400']!.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/ConditionalRequestError2' } },
    });
  });

  it('stands in a document that is valid', async () => {
    expect(await problemsOf(document)).toBeUndefined();
  });
});

it('what stands elsewhere in the document is left alone', async () => {
  const testing = await Test.createTestingModule({ imports: [EtagModule.forRoot()], ...metadata }).compile();
  const app = testing.createNestApplication();
  const document = withConditionalRequests(app, () => {
    const made = SwaggerModule.createDocument(app, config);
    made.paths['/notes/{id}']!.get!.responses = { 200: { $ref: '#/components/responses/Note' } };
    made.paths['/notes/{id}']!.parameters = [{ name: 'If-None-Match', in: 'header', description: 'Own.' }];
    return made;
  });
  const { responses, parameters } = document.paths['/notes/{id}']!.get!;
  expect(responses['200']).toEqual({ $ref: '#/components/responses/Note' });
  expect(responses['304']).toHaveProperty('headers.ETag');
  expect(parameters).toEqual([]);
  await app.close();
});

it('a second time, nothing is added', async () => {
  const testing = await Test.createTestingModule({ imports: [EtagModule.forRoot()], ...metadata }).compile();
  const app = testing.createNestApplication();
  const document = withConditionalRequests(app, () => SwaggerModule.createDocument(app, config));
  const before = structuredClone(document);
  expect(withConditionalRequests(app, () => document)).toEqual(before);
  await app.close();
});
