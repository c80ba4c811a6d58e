// What is asked of the application. A request is over when the server has closed its connection, so that nothing which
// is entered after the response was sent is missed, however slow the machine is.
import { once } from 'node:events';
import { request } from 'node:http';

const BODY = JSON.stringify({ name: 'Headphones' });
const WITH_BODY = { 'Content-Type': 'application/json', 'Content-Length': BODY.length };

/** Each with the status it has to be answered with, and the changes of folder it may make. */
export const REQUESTS = [
  { name: 'GET', status: 200, atMost: 41, parts: () => ({ method: 'GET' }) },
  {
    name: 'GET with If-None-Match',
    status: 304,
    atMost: 39,
    parts: (etag) => ({ method: 'GET', headers: { 'If-None-Match': etag } }),
  },
  {
    name: 'PUT with If-Match',
    status: 200,
    atMost: 75,
    parts: (etag) => ({ method: 'PUT', headers: { 'If-Match': etag, ...WITH_BODY }, body: BODY }),
  },
];

/** @returns the entity-tag of the response */
export async function send(server, { method, headers = {}, body }, status) {
  const over = once(server, 'connection').then(([socket]) => once(socket, 'close'));
  const { port } = server.address();
  const sent = request({ host: '127.0.0.1', port, path: '/products/1', agent: false, method, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  await Promise.all([once(response.resume(), 'end'), over]);
  if (response.statusCode !== status)
    throw new Error(`${method} was answered ${response.statusCode}, not ${status}.`);
  return response.headers.etag;
}
