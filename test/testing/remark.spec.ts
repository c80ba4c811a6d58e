/** What a remark shows of an exchange, and an error of Node's: value in, value out. */
import { describe, expect, it } from '@jest/globals';
import { RULES, type Verdict } from 'nestjs-etag/testing';
import { Received } from '../../src/testing/client/exchange.js';
import { reasonOf } from '../../src/testing/client/limits.js';
import { remarkOf } from '../../src/testing/report/remark.js';
import { bodyOf } from '../../src/testing/write.js';

const RULE = RULES.find(({ id }) => id === 'not-modified')!;
const SENT = { method: 'GET', path: '/a', headers: { 'if-none-match': ['"1"', '"2"'], cookie: 's3cret' } };

interface Response {
  readonly status?: number;
  readonly reason?: string;
  readonly fields?: readonly string[];
  readonly body?: string;
  readonly stray?: number;
}

function remarkOn({ status = 200, reason = '', fields = [], body = '', stray = 0 }: Response): string {
  const received = new Received(status, reason, fields, Buffer.from(body), stray, 0, 0);
  const exchanges = [{ sent: SENT, received }];
  return remarkOf({ rule: RULE, verdict: { kind: 'failed', exchanges, expected: '304', cause: 'None.' } });
}

describe('a remark', () => {
  it.each<[string, Response, string]>([
    ['the reason that was sent', { reason: 'Fine' }, '200 Fine\n'],
    ['the reason that a status has', {}, '200 OK\n'],
    ['no reason where there is none', { status: 299 }, '299\n'],
    ['the length of the content', { body: 'abc' }, ' 3 octets of content\n'],
    ['what must not be there', { status: 304, stray: 3 }, ' 3 octets behind the header section\n'],
    [
      'fields, and those alone that matter',
      { fields: ['ETag', '"1"', 'X-A', 'b'] },
      'OK\n           ETag: "1"\n',
    ],
    ['no control characters', { fields: ['ETag', '"\u001b[2J"'] }, 'ETag: "·[2J"\n'],
    ['no more than the beginning of a long line', { reason: 'x'.repeat(400) }, `200 ${'x'.repeat(296)}…\n`],
  ])('shows %s', (_, response, text) => {
    expect(remarkOn(response)).toContain(text);
  });

  it('shows each line of a request, but its secrets', () => {
    expect(remarkOn({})).toContain(
      'GET /a\n           If-None-Match: "1"\n           If-None-Match: "2"\n  received',
    );
    expect(remarkOn({})).not.toContain('s3cret');
  });

  it.each<[Verdict]>([[{ kind: 'passed' }], [{ kind: 'not-applicable', why: 'The response has no tag.' }]])(
    'is empty where a rule is not broken: %j',
    (verdict) => {
      expect(remarkOf({ rule: RULE, verdict })).toBe('');
    },
  );
});

describe('an error of Node is told', () => {
  it.each<[unknown, string]>([
    [{ code: 'ECONNREFUSED', message: '' }, 'nothing listens there (ECONNREFUSED)'],
    [{ code: 'HPE_INVALID_TOKEN', message: 'Invalid token' }, 'the response is malformed (Invalid token)'],
    [{ code: 'ENETUNREACH', message: '' }, 'ENETUNREACH'],
    [new Error('something else'), 'something else'],
    ['no error at all', 'no error at all'],
  ])('%p as %j', (error, text) => {
    expect(reasonOf(error)).toBe(text);
  });
});

describe('what a user writes', () => {
  it.each<[unknown, string | undefined, string | undefined]>([
    [undefined, undefined, undefined],
    ['text', 'text', undefined],
    [new Uint8Array([104, 105]), 'hi', undefined],
    [{ a: 1 }, '{"a":1}', 'application/json'],
    [null, 'null', 'application/json'],
    [(n: number) => ({ n }), '{"n":7}', 'application/json'],
    [(n: number) => `n=${n}`, 'n=7', undefined],
    [() => undefined, undefined, undefined],
  ])('%p', (body, content, type) => {
    const { octets, type: sent } = bodyOf(body, 7);
    expect([octets && Buffer.from(octets).toString(), sent]).toEqual([content, type]);
  });
});
