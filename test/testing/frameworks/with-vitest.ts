// Run by vitest with the built package; the compiler sees its types.
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { conditional } from 'nestjs-etag/testing';
import { matchers } from 'nestjs-etag/testing/vitest';

expect.extend(matchers);

const server = createServer(({ headers }, response) => {
  const status = headers['if-none-match'] === '"1"' ? 304 : 200;
  response.writeHead(status, { etag: '"1"' }).end(status === 304 ? undefined : 'content');
});
server.unref();

test('is not sent twice', () => conditional(server).cacheValidation('/'));
test('reads lists', () => conditional(server).headerHandling('/'));
test('has matchers', () => {
  expect(new Response(null, { status: 304, headers: { etag: '"1"' } })).toBeNotModified();
  expect(new Response('', { headers: { etag: '"1"' } })).toHaveStrongETag('1');
});
