/** Documents that the command is given, and what it says where it can check nothing, or nobody answers. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './run.js';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:1';
const UNSAID = { get: { parameters: [{ name: 'id', in: 'path' }] } };
const OPENAPI = { openapi: '3.1.0', paths: { '/a': { get: {} } } };

const folder = mkdtempSync(join(tmpdir(), 'nestjs-etag-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | object): string {
  const path = join(folder, 'document.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('nestjs-etag check, given a document', () => {
  it.each<[string, object, readonly string[], string]>([
    [
      'without a GET',
      { ...OPENAPI, paths: { '/a': { put: {} } } },
      ['--server', NOWHERE],
      'There is nothing to check: the document has no GET.',
    ],
    [
      'whose routes have no address',
      { ...OPENAPI, paths: { '/a/{id}': UNSAID, '/b/{id}': UNSAID } },
      ['--server', NOWHERE],
      'GET /a/{id} cannot be checked: the document has no example of "id". Give one: --param id=…\n' +
        'GET /b/{id} cannot be checked: ',
    ],
    ['that is none', { a: 1 }, [], 'The file holds JSON, but no OpenAPI document'],
    ['without a server', OPENAPI, [], 'does not say where its API is. Give it: --server <url>'],
    [
      'with a path alone',
      { swagger: '2.0', basePath: '/v1', paths: OPENAPI.paths },
      [],
      'does not say where its API is',
    ],
    ['and a server that is none', OPENAPI, ['--server', 'nonsense'], '"nonsense" is no URL.'],
  ])('%s: says what is wrong, with the exit code 2', async (_, document, options, message) => {
    const { code, err, out } = await check(file(document), ...options);
    expect(err).toContain(message);
    expect([code, out]).toEqual([2, '']);
  });

  it.each<[string, object, string]>([
    [
      'of Swagger 2',
      { swagger: '2.0', host: '127.0.0.1:1', basePath: '/v1/', paths: OPENAPI.paths },
      '/v1/a',
    ],
    ['whose server has a path', { ...OPENAPI, servers: [{ url: `${NOWHERE}/v2` }] }, '/v2/a'],
  ])('%s: checks it where the document says', async (_, document, path) => {
    const { code, out } = await check(file(document));
    expect(out).toContain(`GET ${path}: nothing listens there (ECONNREFUSED)`);
    expect(code).toBe(1);
  });

  it.each<[string, (host: string) => object]>([
    ['which names that server', (host) => ({ swagger: '2.0', host, paths: OPENAPI.paths })],
    ['which names none', () => OPENAPI],
  ])('read from a server, %s: checks that one', async (_, documentOf) => {
    const server = createServer(({ url, headers }, response) => {
      response.writeHead(url === '/' ? 200 : 503, { 'content-type': 'application/x-yaml' });
      response.end(JSON.stringify(documentOf(headers.host!)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { out } = await check(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.close();
    expect(out).toContain('GET /a: a GET is answered 503');
  });
});

describe('nestjs-etag check, where nobody answers', () => {
  it('says so in JUnit, as an error, and in JSON', async () => {
    const junit = join(folder, 'report.xml');
    const { code, out } = await check(`${NOWHERE}/a?b=1&c="<`, '--junit', junit, '--json');
    const obstacle = 'nothing listens there (ECONNREFUSED)';
    expect(readFileSync(junit, 'utf8')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nestjs-etag check">\n' +
        '  <testsuite name="GET /a?b=1&amp;c=%22%3C" tests="1" failures="0" errors="1" skipped="0">\n' +
        '    <testcase classname="GET /a?b=1&amp;c=%22%3C" name="can be checked">' +
        `<error message="${obstacle}"/></testcase>\n  </testsuite>\n</testsuites>\n`,
    );
    expect(JSON.parse(out)).toEqual({
      passed: false,
      routes: [{ route: 'GET /a?b=1&c=%22%3C', passed: false, obstacle, results: [] }],
      skipped: [],
    });
    expect(code).toBe(1);
  });

  it('cannot write its report into a folder that is not there', async () => {
    const { code, err } = await check(`${NOWHERE}/`, '--junit', join(folder, 'none', 'report.xml'));
    expect(err).toContain('ENOENT');
    expect(err).not.toContain('--help says how to call it');
    expect(code).toBe(2);
  });
});

describe('nestjs-etag check, given writes', () => {
  it('of a route that nobody named: checks that route, on the server given', async () => {
    const list = file('# nothing is named here\n');
    const { out } = await check(list, '--server', `${NOWHERE}/v1`, '--writes', 'DELETE /a');
    expect(out).toContain('GET /a: nothing listens there');
  });

  it.each<[readonly string[], string]>([
    [['--writes', 'PUT /a {}'], 'The write has no server. Give it: --server <url>'],
    [['--json'], 'There is nothing to check'],
  ])('%j, and a list that names nothing', async (options, message) => {
    const { code, err } = await check(file('\n'), ...options);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
