import { describe, expect, it } from '@jest/globals';
import { isKeptOnNotModified } from '../../src/rfc9110/index.js';
import { leftOutOnNotModified } from '../../src/rfc9110/not-modified.js';

const POLICY = "script-src 'nonce-r4nd0m'";

describe('the fields of a 304 (15.4.5)', () => {
  it.each(['cache-control', 'content-location', 'date', 'etag', 'expires', 'vary', 'set-cookie'])(
    'are %s among others',
    (name) => {
      expect(isKeptOnNotModified(name, true)).toBe(true);
      expect(isKeptOnNotModified(name, true, 'any value')).toBe(true);
    },
  );

  it.each(['content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'trailer'])(
    'are not %s',
    (name) => expect(isKeptOnNotModified(name, false, 'any value')).toBe(false),
  );

  it('are Last-Modified where there is no better validator', () => {
    expect([isKeptOnNotModified('last-modified', false), isKeptOnNotModified('last-modified', true)]).toEqual(
      [true, false],
    );
  });

  it.each<[string, string, boolean]>([
    ['content-security-policy', POLICY, false],
    ['content-security-policy-report-only', POLICY, false],
    ['content-security-policy', "script-src 'self'", true],
    ['x-policy', POLICY, true],
  ])('have %s: %s: %j', (name, value, kept) => {
    expect(isKeptOnNotModified(name, true, value)).toBe(kept);
    expect(leftOutOnNotModified([name], () => value)).toEqual(kept ? [] : [name]);
  });

  it('are those of its 200 without the ones that describe content', () => {
    const names = ['etag', 'vary', 'content-type', 'last-modified', 'content-security-policy'];
    expect(leftOutOnNotModified(names)).toEqual(['content-type', 'last-modified']);
    expect(leftOutOnNotModified(['last-modified', 'vary'])).toEqual([]);
  });

  it('are looked up by value only where the value matters', () => {
    const asked: string[] = [];
    leftOutOnNotModified(['etag', 'content-security-policy', 'vary'], (name) => {
      asked.push(name);
      return undefined;
    });
    expect(asked).toEqual(['content-security-policy']);
  });
});
