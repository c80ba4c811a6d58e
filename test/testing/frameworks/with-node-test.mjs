// Run by `node --test` with the built package.
import { test } from 'node:test';
import { createServer } from 'node:http';
import { conditional } from 'nestjs-etag/testing';

const server = createServer(({ headers }, response) => {
  const status = headers['if-none-match'] === '"1"' ? 304 : 200;
  response.writeHead(status, { etag: '"1"' }).end(status === 304 ? undefined : 'content');
});
server.unref();

test('is not sent twice', () => conditional(server).cacheValidation('/'));
test('reads lists', () => conditional(server).headerHandling('/'));
