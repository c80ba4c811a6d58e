/** The server in docs/rfc9110.md, without any framework. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { request } from '../support/wire.js';
import { server } from './rfc9110/server.js';

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => once(server.close(), 'close'));

it.each<[string, Record<string, string>, number, string]>([
  ['GET', {}, 200, 'hello'],
  ['GET', { 'If-None-Match': '"6", W/"7"' }, 304, ''],
  ['PUT', { 'If-Match': '"7"' }, 200, 'hello'],
  ['PUT', { 'If-Match': '"6"' }, 412, ''],
  ['PUT', { 'If-Match': '7' }, 400, ''],
])('%s with %j is %i', async (method, headers, status, body) => {
  const { port } = server.address() as AddressInfo;
  const answer = await request(port, { method, path: '/', headers });
  expect([answer.status, answer.headers['etag'], answer.text]).toEqual([status, '"7"', body]);
});
