import { describe, expect, it } from '@jest/globals';
import { Responses, type Head } from '../../bench/load/responses.js';
import { always, following } from '../../bench/load/script.js';

const OK = 'HTTP/1.1 200 OK\r\nETag: W/"a"\r\nContent-Length: 5\r\n\r\nhello';
const NOT_MODIFIED = 'HTTP/1.1 304 Not Modified\r\netag: "b"\r\n\r\n';
const EMPTY = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

const HEADS: Head[] = [
  { status: 200, etag: 'W/"a"', length: 5 },
  { status: 304, etag: '"b"', length: 0 },
  { status: 200, etag: undefined, length: 0 },
];

function read(chunks: readonly string[]): Head[] {
  const heads: Head[] = [];
  const responses = new Responses((head) => heads.push(head));
  for (const chunk of chunks) responses.push(Buffer.from(chunk, 'latin1'));
  return heads;
}

describe('the responses a client reads', () => {
  const text = OK + NOT_MODIFIED + EMPTY;

  it('are told apart in one chunk', () => {
    expect(read([text])).toEqual(HEADS);
  });

  it('are told apart wherever a chunk ends', () => {
    for (let at = 0; at <= text.length; at += 1)
      expect(read([text.slice(0, at), text.slice(at)])).toEqual(HEADS);
    expect(read(text.split(''))).toEqual(HEADS);
  });

  it('count when they are complete, and not before', () => {
    expect(read([OK.slice(0, -1)])).toEqual([]);
  });

  it('without a length are refused: their end is not to be guessed', () => {
    expect(() => read(['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'])).toThrow('chunked');
  });
});

describe('what a client sends', () => {
  it('is the same request over and over', () => {
    const { next } = always({ path: '/a', headers: { 'If-None-Match': '"1"' } }, 304);
    expect(String(next(undefined))).toBe(
      'GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\nIf-None-Match: "1"\r\n\r\n',
    );
    expect(next(HEADS[0])).toBe(next(undefined));
  });

  it('is a write with the tag of the one before', () => {
    const { next } = following({ method: 'PUT', path: '/a', body: { b: 1 } }, '"1"');
    expect(String(next(undefined))).toContain('\r\nIf-Match: "1"\r\n');
    expect(String(next(HEADS[1]))).toContain('\r\nIf-Match: "b"\r\n');
    expect(String(next(HEADS[2]))).not.toContain('If-Match');
    expect(String(next(HEADS[2]))).toMatch(/\r\nContent-Length: 7\r\n\r\n\{"b":1\}$/);
  });
});
