import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/check/command.js';
import type { Fault } from '../testing/servers/faults.js';
import { faultyServer, THING } from '../testing/servers/faulty-server.js';
import { check } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'nestjs-etag-check-'));
const listening: Server[] = [];
afterAll(() => {
  for (const server of listening) server.close();
  rmSync(folder, { recursive: true });
});

async function listen(server: Server): Promise<string> {
  listening.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function faulty(...faults: readonly Fault[]): Promise<string> {
  return listen(faultyServer(...faults));
}

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const DOCUMENT = {
  openapi: '3.1.0',
  paths: {
    '/things/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      get: { parameters: [{ name: 'optional', in: 'query', example: 'x' }] },
      put: {},
    },
    '/others/{id}': { get: { parameters: [{ name: 'id', in: 'path', required: true }] } },
    '/writes': { post: {} },
  },
  components: { parameters: { id: { name: 'id', in: 'path', required: true, schema: { example: 1 } } } },
};

describe('nestjs-etag check', () => {
  let good: string;
  beforeAll(async () => {
    good = await faulty();
  });

  it('prints a table, and ends with 0 where no rule is broken', async () => {
    const { code, out, err } = await check(good + THING);
    expect(out).toMatch(
      /^route +validation +tag +fields +ranges +codings +writes\nGET \/things\/1 +10\/10 +2\/2 +25\/25 +9\/9 +3\/3 +–\n/,
    );
    expect(out).toMatch(/1 of 1 routes checked, no rule is broken\.\n$/);
    expect(err).toBe('checking 1/1 GET /things/1\n');
    expect(code).toBe(0);
  });

  it('prints a remark on each rule that is broken, and ends with 1', async () => {
    const { code, out } = await check((await faulty('list-whole')) + THING);
    expect(out).toContain('list-empty-members: RFC 9110, 5.6.1.2 (must)');
    expect(out).toMatch(
      /sent +GET \/things\/1\n +If-None-Match: ,, "x", ,"v1",\n +received 200 OK\n +ETag: "v1"/,
    );
    expect(out).toContain('https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2');
    expect(out).toMatch(/3 times a rule is broken\.\n$/);
    expect(code).toBe(1);
  });

  it('leaves rules off that are to be ignored', async () => {
    const url = (await faulty('list-whole')) + THING;
    expect((await check(url, '--ignore', 'list,list-empty-members', '--ignore', 'list-lines')).code).toBe(0);
  });

  it('sends header fields, and shows no secret', async () => {
    const seen: unknown[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(headers.authorization === 'Bearer s3cret' ? 200 : 401).end('x');
    });
    const url = await listen(server);
    const authorised = await check(url, '--header', 'Authorization: Bearer s3cret', '--json');
    expect(new Set(seen)).toEqual(new Set(['Bearer s3cret']));
    expect(authorised.out).toContain('"rule": "validator"');
    expect(authorised.out + authorised.err).not.toContain('s3cret');
    expect((await check(url)).out).toContain('GET /: a GET is answered 401');
  });

  it('sends no method that is not safe, unless --writes names it', async () => {
    const methods = new Set<string | undefined>();
    const server = faultyServer();
    server.prependListener('request', ({ method }) => methods.add(method));
    const url = await listen(server);
    expect((await check(url + THING)).code).toBe(0);
    expect([...methods].toSorted()).toEqual(['GET', 'HEAD', 'OPTIONS']);
    const { code, out } = await check(url + THING, '--writes', `PUT ${THING} {"name":{{n}}}`);
    expect([...methods].toSorted()).toEqual(['GET', 'HEAD', 'OPTIONS', 'PUT']);
    expect(out).toMatch(/GET \/things\/1 .* 12\/12\n/);
    expect(code).toBe(0);
  });

  it('says so where a write changes nothing, or is refused', async () => {
    const constant = await check(good + THING, '--writes', `PUT ${THING} {"name":1}`);
    expect(constant.out).toContain('the write leaves what a GET shows as it was');
    const refused = await check(good + THING, '--writes', `POST ${THING} {"name":{{n}}}`);
    expect(refused.out).toMatch(/POST \/things\/1 is answered|leaves what a GET shows/);
    expect([constant.code, refused.code]).toEqual([1, 1]);
  });

  it('reads a list of URLs', async () => {
    const list = file('list.txt', `# what matters\n${good}${THING}\n\n${THING}\n`);
    const { code, out } = await check(list, '--server', good);
    expect(out).toContain('2 of 2 routes checked');
    expect(code).toBe(0);
  });

  it('reads an OpenAPI document, fills in examples, and says which routes have none', async () => {
    const document = file('openapi.json', DOCUMENT);
    const { code, out } = await check(document, '--server', good);
    expect(out).toContain('GET /things/1 ');
    expect(out).toContain('GET /others/{id}: not checked, since the document has no example of "id"');
    expect(code).toBe(0);
    const other = await check(document, '--server', good, '--param', 'id=2');
    expect(other.out).toContain('GET /things/2: a GET is answered 404');
    expect(other.code).toBe(1);
  });

  it('reads a document in YAML, where a parser is at hand', async () => {
    const yaml = `openapi: 3.0.0\nservers: [{ url: '${good}/{base}', variables: { base: { default: things } } }]\npaths: { /1: { get: {} } }\n`;
    expect((await check(file('openapi.yaml', yaml))).out).toContain('GET /things/1 ');
    const broken = await check(file('broken.yaml', 'a: [1'));
    expect(broken.err).toContain('The document is no YAML');
  });

  it('reads a document from its URL, and sends header fields to no other server that it names', async () => {
    const documents = createServer((request, response) => {
      const servers = request.url === '/away.json' ? [{ url: 'http://127.0.0.2:1' }] : [];
      response.end(JSON.stringify({ ...DOCUMENT, servers }));
    });
    const url = await listen(documents);
    const away = await check(`${url}/away.json`, '--header', 'Authorization: x');
    expect(away.err).toContain('names another server, http://127.0.0.2:1');
    expect(away.code).toBe(2);
    const { out } = await check(`${url}/openapi.json`, '--server', good);
    expect(out).toContain('GET /things/1 ');
  });

  it('writes JSON and JUnit', async () => {
    const junit = join(folder, 'report.xml');
    const { out, code } = await check((await faulty('tag-missing')) + THING, '--json', '--junit', junit);
    const report = JSON.parse(out) as { passed: boolean; routes: { results: object[] }[] };
    expect(report.passed).toBe(false);
    expect(report.routes[0]!.results[0]).toMatchObject({
      rule: 'validator',
      section: 'RFC 9110, 8.8.3',
      outcome: 'failed',
      exchanges: [{ sent: 'GET /things/1', received: { status: 200 } }],
    });
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toMatch(
      /<testsuite name="GET \/things\/1" tests="\d+" failures="1" errors="0" skipped="\d+">/,
    );
    expect(xml).toContain(
      'name="validator (RFC 9110, 8.8.3)"><failure message="A server should send an ETag',
    );
    expect(code).toBe(1);
  });

  it.each([
    [[], 'Which API?'],
    [['no-such-file'], '"no-such-file" is neither a URL of http or https nor a file'],
    [['http://'], 'is no URL'],
    [['http://127.0.0.1:1/', '--ignore', 'nonsense'], 'There is no rule "nonsense"'],
    [['http://127.0.0.1:1/', '--header', 'nonsense'], "--header takes 'Name: value'"],
    [['http://127.0.0.1:1/', '--writes', 'GET /x'], '--writes takes a method'],
    [['http://127.0.0.1:1/', '--timeout=-1'], '--timeout takes a number above 0'],
    [['http://127.0.0.1:1/', '--param', 'x'], '--param takes name=value'],
    [['http://127.0.0.1:1/', '--nonsense'], "Unknown option '--nonsense'"],
  ])('%j is a mistake that it names, with the exit code 2', async (args, message) => {
    const { code, err } = await check(...args);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it('shows progress in one line on a terminal', async () => {
    const shown: string[] = [];
    const stderr = { isTTY: true, write: (text: string) => shown.push(text) };
    await run(['check', good + THING], { stdout: { write: () => 0 }, stderr });
    expect(shown.length).toBeGreaterThan(50);
    expect(shown.every((text) => text.startsWith('\r'))).toBe(true);
  });

  it('prints its usage', async () => {
    const out: string[] = [];
    expect(await run([], { stdout: { write: (text) => out.push(text) }, stderr: { write: () => 0 } })).toBe(
      0,
    );
    expect(out.join('')).toMatch(/^Usage: nestjs-etag check/);
  });
});
