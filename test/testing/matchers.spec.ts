import { describe, expect, it } from '@jest/globals';
import { matchers } from 'nestjs-etag/testing/jest';
import { matchers as ofVitest } from 'nestjs-etag/testing/vitest';
import type { ConditionalMatchers } from 'nestjs-etag/testing';

expect.extend(matchers);

const NOT_MODIFIED = new Response(null, { status: 304, headers: { ETag: 'W/"1"' } });

describe('matchers', () => {
  it('are one set for both', () => {
    expect(ofVitest).toBe(matchers);
    const names: (keyof ConditionalMatchers)[] = [
      'toBeNotModified',
      'toBePreconditionFailed',
      'toBePreconditionRequired',
      'toHaveStrongETag',
      'toHaveWeakETag',
    ];
    expect(Object.keys(matchers).toSorted()).toEqual(names);
  });

  it('pass', () => {
    expect(NOT_MODIFIED).toBeNotModified();
    expect(NOT_MODIFIED).toHaveWeakETag('1');
    expect(NOT_MODIFIED).toHaveWeakETag('W/"1"');
    expect({ status: 200, headers: { etag: '"a,b"' } }).toHaveStrongETag('"a,b"');
    expect({ status: 200, headers: { etag: '"1"' } }).toHaveStrongETag();
    expect({ statusCode: 412, headers: {} }).toBePreconditionFailed();
    expect({ status: 428, headers: { 'Cache-Control': ['no-store'] } }).toBePreconditionRequired();
  });

  const response = (status: number, headers: object = {}) => ({ status, headers });

  it.each([
    [() => expect(response(200, { etag: '"1"' })).toBeNotModified(), 'the response is 200 OK, with ETag "1"'],
    [
      () => expect(response(304, { etag: '"1"', 'content-type': 'a/b' })).toBeNotModified(),
      '304 has no content-type',
    ],
    [() => expect(response(304)).toBeNotModified(), '304 has the ETag that the 200 would have had'],
    [() => expect(response(200)).toHaveStrongETag(), 'the response has no ETag'],
    [() => expect(response(200, { etag: 'W/"1"' })).toHaveStrongETag(), 'ETag: W/"1" is weak'],
    [() => expect(response(200, { etag: '"1"' })).toHaveWeakETag(), 'ETag: "1" is strong'],
    [() => expect(response(200, { etag: '1' })).toHaveStrongETag(), 'ETag: 1 is no entity-tag'],
    [() => expect(response(200, { etag: '"1"' })).toHaveStrongETag('2'), 'the response has ETag: "1"'],
    [() => expect(response(409)).toBePreconditionFailed(), 'the response is 409 Conflict'],
    [() => expect(response(299)).toBePreconditionFailed(), /: the response is 299$/],
    [() => expect(response(428)).toBePreconditionRequired(), 'Cache-Control: no-store is missing'],
    [() => expect(response(200, { etag: '"1"' })).toHaveStrongETag('"2"'), 'expected a strong ETag "2"'],
    [() => expect('nothing').toBeNotModified(), 'it is no response'],
    [() => expect(NOT_MODIFIED).not.toBeNotModified(), 'expected anything but a 304 Not Modified'],
  ])('fail with a reason %#', (assertion, message) => {
    expect(assertion).toThrow(message);
  });
});
