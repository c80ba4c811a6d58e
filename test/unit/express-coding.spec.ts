import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { beforeEnd } from '../../src/express/express-coding.js';

/** A response that is not of HTTP/1: of HTTP/2, say. Its head would be written by the first call. */
function response() {
  const calls: string[] = [];
  const fake = {
    headersSent: false,
    getHeader: () => undefined,
    writeHead: () => calls.push('writeHead'),
    end: (chunk: string) => calls.push(`end ${chunk}`),
  };
  return { calls, fake: fake as unknown as ServerResponse };
}

describe('the end of a response', () => {
  it.each([true, false])(
    'is not preceded by a head where that would be written, answered otherwise: %s',
    (answered) => {
      const { calls, fake } = response();
      const told: boolean[] = [];
      beforeEnd(fake, (isCoded) => {
        told.push(isCoded);
        return answered;
      });
      fake.end('body');
      expect([told, calls]).toEqual([[false], answered ? [] : ['end body']]);
      fake.end('again');
      expect(calls.at(-1)).toBe('end again');
    },
  );
});
