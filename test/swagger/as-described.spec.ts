/** The document is true: requests made from it are answered as it says, on every adapter that Swagger runs on. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Injectable,
  NotFoundException,
  Param,
  Patch,
  Put,
  StreamableFile,
} from '@nestjs/common';
import { ApiProperty, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { dereference } from '@readme/openapi-parser';
import {
  AcceptRanges,
  CacheControl,
  currentFrom,
  ETag,
  EtagModule,
  RequirePrecondition,
  Versioned,
} from '../../src/index.js';
import { withConditionalRequests } from '../../src/swagger/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request, type WireRequest, type WireResponse } from '../support/wire.js';
import { config, operation, problemsOf, requestHeaders, type Operation } from './document.js';
import { exampleOf } from './try-it-out.js';

interface Note {
  readonly version: number;
  readonly text: string;
  readonly at: Date;
}

@Injectable()
class Notes {
  readonly all = new Map<string, Note>([['1', { version: 1, text: 'first', at: new Date('2026-05-01') }]]);

  find(id: string): Note {
    const note = this.all.get(id);
    if (!note) throw new NotFoundException();
    return note;
  }

  set(id: string, text: string): Note {
    const version = (this.all.get(id)?.version ?? 0) + 1;
    const note = { version, text, at: new Date('2026-05-02') };
    this.all.set(id, note);
    return note;
  }
}

class NoteBody {
  @ApiProperty({ example: 'second' }) text!: string;
}

const current = currentFrom(Notes, (notes, { params }) => notes.all.get(params['id']!) ?? null);

@Controller('notes')
@Versioned({ current, lastModified: 'at' })
@CacheControl({ private: true, noCache: true })
class NotesController {
  constructor(private readonly notes: Notes) {}

  @Get()
  @ETag({ vary: ['Accept-Language'] })
  list(): Note[] {
    return [...this.notes.all.values()];
  }

  @Get(':id')
  findOne(@Param('id') id: string): Note {
    return this.notes.find(id);
  }

  @Put(':id')
  @RequirePrecondition()
  replace(@Param('id') id: string, @Body() { text }: NoteBody): Note {
    return this.notes.set(id, text);
  }

  @Put('new/:id')
  @Versioned({ current, creates: true })
  @RequirePrecondition()
  upsert(@Param('id') id: string, @Body() { text }: NoteBody): Note {
    return this.notes.set(id, text);
  }

  @Patch(':id')
  @Versioned({ current, alreadyApplied: ['text'] })
  change(@Param('id') id: string, @Body() { text }: NoteBody): Note {
    return this.notes.set(id, text);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id') id: string): void {
    this.notes.all.delete(id);
  }

  @Get(':id/file')
  @ETag()
  @AcceptRanges()
  file(@Param('id') id: string): StreamableFile {
    return new StreamableFile(Buffer.from(this.notes.find(id).text));
  }
}

describe.each(ADAPTERS)('on $name', (adapter) => {
  describe.each(['nest', 'problem'] as const)('with errors: %s', (errors) => {
    let app: RunningApp;
    let document: OpenAPIObject;
    beforeAll(async () => {
      const metadata = {
        imports: [EtagModule.forRoot({ errors, audit: false })],
        controllers: [NotesController],
        providers: [Notes],
      };
      const configure = (nest: RunningApp['app']) => {
        const made = withConditionalRequests(nest, () => SwaggerModule.createDocument(nest, config));
        // The page on Fastify needs @fastify/static, which Jest cannot import.
        SwaggerModule.setup('docs', nest, made, { ui: false });
      };
      app = await startApp(metadata, adapter, { configure });
      document = (await request(app.port, { path: '/docs-json' })).json as OpenAPIObject;
    });
    afterAll(() => app.close());

    /** A request with none but documented header fields, whose answer is looked for in the document. */
    async function ask(name: string, { id = '1', ...sent }: Partial<WireRequest> & { id?: string } = {}) {
      const [method = '', path = ''] = name.split(' ');
      const found = operation((await dereference(structuredClone(document) as never)) as never, name);
      const known = requestHeaders(found).map((each) => each.replace('!', ''));
      expect(known).toEqual(expect.arrayContaining(Object.keys(sent.headers ?? {})));
      const answer = await request(app.port, { method, path: path.replace('{id}', id), ...sent });
      expectDescribed(answer, found);
      return answer;
    }

    it('the document is valid', async () => {
      expect(await problemsOf(document)).toBeUndefined();
    });

    it.each(['GET /notes', 'GET /notes/{id}'])('%s is answered 304', async (name) => {
      const { headers } = await ask(name);
      const again = await ask(name, { headers: { 'If-None-Match': headers['etag'] } });
      expect([again.status, again.text]).toEqual([304, '']);
    });

    it('by date as well', async () => {
      const { headers } = await ask('GET /notes/{id}');
      const dated = { 'If-Modified-Since': headers['last-modified'] };
      expect((await ask('GET /notes/{id}', { headers: dated })).status).toBe(304);
    });

    it('a PUT is conditional: 428, 400, 412 and 200', async () => {
      const name = 'PUT /notes/{id}';
      expect(requestHeaders(operation(document, name))).toEqual(['If-Match!']);
      const body = exampleOf(document, name);
      expect(body).toEqual({ text: 'second' });
      const { headers } = await ask('GET /notes/{id}');
      expect((await ask(name, { body })).status).toBe(428);
      expect((await ask(name, { body, headers: { 'If-Match': '1' } })).status).toBe(400);
      expect((await ask(name, { body, headers: { 'If-Match': '"none"' } })).status).toBe(412);
      const done = await ask(name, { body, headers: { 'If-Match': headers['etag'] } });
      expect([done.status, (done.json as Note).text]).toEqual([200, 'second']);
      expect(done.headers['etag']).not.toBe(headers['etag']);
    });

    it('a PUT that creates does so once', async () => {
      const sent = { id: '2', body: { text: 'new' }, headers: { 'If-None-Match': '*' } };
      expect((await ask('PUT /notes/new/{id}', { ...sent, headers: {} })).status).toBe(428);
      expect((await ask('PUT /notes/new/{id}', sent)).status).toBe(200);
      expect((await ask('PUT /notes/new/{id}', sent)).status).toBe(412);
    });

    it('a PATCH that was made already is answered 204', async () => {
      const text = (await ask('GET /notes/{id}')).json as Note;
      const sent = { body: { text: text.text }, headers: { 'If-Match': '"old"' } };
      expect((await ask('PATCH /notes/{id}', sent)).status).toBe(204);
    });

    it('a file is sent in parts: 206, 416 and 412', async () => {
      const name = 'GET /notes/{id}/file';
      const { headers } = await ask(name);
      const part = await ask(name, { headers: { Range: 'bytes=0-1', 'If-Range': headers['etag'] } });
      expect([part.status, part.body.length]).toEqual([206, 2]);
      expect((await ask(name, { headers: { Range: 'bytes=0-0,2-2' } })).status).toBe(206);
      expect((await ask(name, { headers: { Range: 'bytes=1000-' } })).status).toBe(416);
      expect((await ask(name, { headers: { 'If-Match': '"other"' } })).status).toBe(412);
      expect((await ask(name, { headers: { 'If-Match': 'other' } })).status).toBe(400);
      expect((await ask(name, { headers: { 'If-None-Match': headers['etag'] } })).status).toBe(304);
    });

    it('a DELETE is conditional', async () => {
      const { headers } = await ask('PUT /notes/new/{id}', {
        id: '3',
        body: { text: 'last' },
        headers: { 'If-None-Match': '*' },
      });
      const ifMatch = { 'If-Match': headers['etag'] };
      expect((await ask('DELETE /notes/{id}', { id: '3', headers: { 'If-Match': '"x"' } })).status).toBe(412);
      expect((await ask('DELETE /notes/{id}', { id: '3', headers: ifMatch })).status).toBe(204);
    });
  });
});

/** Whether the document has the status, exactly the fields of conditional requests that came, and the body of an error. */
function expectDescribed({ status, headers, body }: WireResponse, { responses }: Operation): void {
  const response = responses[status]!;
  expect(Object.keys(responses)).toContain(String(status));
  const documented = Object.keys(response.headers ?? {}).map((name) => name.toLowerCase());
  const fields = ['etag', 'last-modified', 'cache-control', 'vary', 'accept-ranges', 'content-range'];
  const sent = fields.filter((name) => headers[name] !== undefined);
  const [type] = (headers['content-type'] ?? '').split(';');
  // Each of several parts has its own.
  const elsewhere = type === 'multipart/byteranges' ? ['content-range'] : [];
  expect([...sent, ...elsewhere].toSorted()).toEqual(documented.toSorted());
  if (status < 400) return;
  const { properties, required } = response.content![type!]!.schema as ObjectSchema;
  const members = JSON.parse(body.toString()) as object;
  expect(Object.keys(members)).toEqual(expect.arrayContaining([...required]));
  for (const [name, value] of Object.entries(members)) {
    const { type: of, oneOf = [{ type: of }] } = properties[name]!;
    expect(oneOf.map((each) => each.type)).toContain(typeof value === 'number' ? 'integer' : typeof value);
  }
}

interface ObjectSchema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { type?: string; oneOf?: { type?: string | undefined }[] }>>;
}
