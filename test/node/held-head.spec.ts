import { describe, expect, it } from '@jest/globals';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { HeldHead } from '../../src/node/held-head.js';

const TYPE = { 'Content-Type': 'text/plain' };
const LENGTH = { 'Content-Length': 4 };

/** A response, and the name and value of each field that its head has come to have, in order. */
function held(): { response: ServerResponse; head: HeldHead; written: () => unknown } {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.sendDate = false;
  const head = new HeldHead(response);
  const written = (): unknown => {
    head.write();
    response.flushHeaders();
    const { _header: text } = response as unknown as { _header: string };
    return text
      .split('\r\n')
      .filter((line) => line && !/^(?:HTTP|Connection|Keep-Alive|Transfer-Encoding)/.test(line));
  };
  return { response, head, written };
}

describe('a held head', () => {
  it.each([
    [{ ...TYPE, ...LENGTH }, ['Content-Type: text/plain', 'Content-Length: 4']],
    [LENGTH, ['Content-Length: 4']],
    [{ ...LENGTH, ...TYPE }, ['Content-Length: 4', 'Content-Type: text/plain']],
    [TYPE, ['Content-Type: text/plain']],
    [{ 'X-Mine': 'x', ...LENGTH }, ['X-Mine: x', 'Content-Length: 4']],
    [{ ...TYPE, 'X-Mine': 'x', ...LENGTH }, ['Content-Type: text/plain', 'X-Mine: x', 'Content-Length: 4']],
  ])('writes what it was given, in its order: %j', (fields, lines) => {
    const [plain, tagged] = [held(), held()];
    for (const { head } of [plain, tagged]) head.note(203, fields);
    tagged.head.set('ETag', '"1"');
    expect(plain.written()).toEqual(lines);
    expect(tagged.written()).toEqual([...lines, 'ETag: "1"']);
    expect(tagged.response.statusCode).toBe(203);
  });

  it('sets nothing on the response as long as it is asked for nothing but validators', () => {
    const { head, response } = held();
    head.note(200, { ...TYPE, ...LENGTH });
    head.set('ETag', '"1"');
    expect([head.get('etag'), head.get('vary'), head.values(['cache-control'])]).toEqual([
      '"1"',
      undefined,
      [undefined],
    ]);
    expect(response.getHeaderNames()).toEqual([]);
  });

  it.each<[string, (head: HeldHead) => unknown, unknown]>([
    ['get', (head) => head.get('content-type'), 'text/plain'],
    ['get, in another case', (head) => head.get('Content-Length'), '4'],
    ['values', (head) => head.values(['content-length']), ['4']],
    ['names', (head) => head.names(), ['content-type', 'content-length', 'etag']],
    ['set', (head) => head.set('Vary', 'accept'), undefined],
    ['remove', (head) => head.remove('vary'), undefined],
  ])('sets what it has where that is asked for: %s', (_, ask, answer) => {
    const { head, response, written } = held();
    head.note(200, { ...TYPE, ...LENGTH });
    head.set('ETag', '"1"');
    expect(ask(head)).toEqual(answer);
    expect(response.getHeaders()).toMatchObject({
      'content-type': 'text/plain',
      'content-length': 4,
      etag: '"1"',
    });
    head.remove('etag');
    expect(written()).not.toContain('ETag: "1"');
  });

  it('has the fields of both heads, where it was written twice', () => {
    const { head, written } = held();
    head.note(200, { 'Content-Length': 5 });
    head.note(200, { ...TYPE, ...LENGTH });
    expect(written()).toEqual(['Content-Length: 4', 'Content-Type: text/plain']);
  });
});
