import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { serveOpenApi } from '../../sample-app/openapi.js';
import { operation, problemsOf, requestHeaders, responseHeaders } from '../swagger/document.js';
import { exampleOf } from '../swagger/try-it-out.js';
import { ADAPTERS, Sample } from './sample.js';

describe.each(ADAPTERS)('the document of the sample on %s', (adapter) => {
  const hasPage = adapter === 'express';
  let sample: Sample;
  let document: OpenAPIObject;

  beforeAll(async () => {
    // On Fastify the page needs @fastify/static, which Jest cannot import; companions/ has it in a process of its own.
    sample = await Sample.start({ adapter }, (app) => serveOpenApi(app, { ui: hasPage }));
    document = (await (await fetch(`${sample.url}/docs-json`)).json()) as OpenAPIObject;
  });
  afterAll(() => sample.close());

  it('is valid', async () => {
    expect(await problemsOf(document)).toBeUndefined();
  });

  it('has a page', async () => {
    if (!hasPage) return;
    const page = await fetch(`${sample.url}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect((await fetch(`${sample.url}/docs/swagger-ui-init.js`)).status).toBe(200);
    expect((await fetch(`${sample.url}/docs/swagger-ui-bundle.js`)).status).toBe(200);
  });

  it('says what each route does', () => {
    const put = operation(document, 'PUT /api/products/{id}');
    expect(requestHeaders(put)).toEqual(['If-Match!']);
    const validators = ['ETag', 'Last-Modified'];
    expect(responseHeaders(put)).toEqual({ 200: validators, 400: [], 412: ['ETag'], 428: ['Cache-Control'] });
    const get = operation(document, 'GET /api/products/{id}');
    expect(requestHeaders(get)).toEqual(['If-None-Match', 'If-Modified-Since']);
    expect(Object.keys(get.responses)).toEqual(['200', '304']);
    const list = operation(document, 'GET /api/products');
    expect(requestHeaders(list)).toEqual(['If-None-Match', 'If-Modified-Since']);
  });

  it('is enough for a PUT with If-Match', async () => {
    const { path, etag } = await sample.create();
    const body = exampleOf(document, 'PUT /api/products/{id}');
    const done = await sample.put(path, etag, body);
    expect([done.status, done.json]).toEqual([200, expect.objectContaining(body)]);
    expect((await sample.put(path, etag, body)).status).toBe(412);
    expect((await sample.send(path, { method: 'PUT', body })).status).toBe(428);
  });
});
