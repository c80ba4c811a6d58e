/** A small API in node:http that breaks no rule, but for the faults that are planted in it. */
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { parseIfRange, parsePreconditions, rangeApplies, weakEquals } from 'nestjs-etag/rfc9110';
import { decide, type Decision } from './decide.js';
import type { Fault } from './faults.js';
import { Thing, type Has, type Representation } from './thing.js';

export const THING = '/things/1';

export function faultyServer(...faults: readonly Fault[]): Server {
  const has: Has = (fault) => faults.includes(fault);
  const thing = new Thing(has);
  return createServer((request, response) => void serve(request, response, thing, has));
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  thing: Thing,
  has: Has,
): Promise<void> {
  const { method, url, headers } = request;
  const body = await contentOf(request);
  const current = thing.represent(headers['accept-encoding']);
  if (url !== THING) return notFound(request, response, has);
  if (method === 'OPTIONS') {
    const isRefused = has('options-evaluated') && headers['if-match'] !== undefined;
    return void response.writeHead(isRefused ? 412 : 204, { allow: 'GET, HEAD, PUT' }).end();
  }
  if (method === 'PUT') {
    thing.busy++;
    return write(request, response, body, thing, has).finally(() => thing.busy--);
  }
  read(request, response, current, has);
}

async function contentOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function notFound({ headers }: IncomingMessage, response: ServerResponse, has: Has): void {
  const isTagged = has('errors-tagged') && headers['if-none-match'] !== undefined;
  response.writeHead(isTagged ? 304 : 404).end();
}

function read(request: IncomingMessage, response: ServerResponse, current: Representation, has: Has): void {
  const part = partOf(request, current, has);
  const decision = has('range-first') && part ? 'perform' : decide(request, current, has);
  if (decision === 304) return notModified(response, current, has);
  if (decision !== 'perform') return refuse(response, decision, current);
  if (part) return void response.writeHead(206, part.headers).end(part.body);
  const { body, headers } = current;
  if (request.method !== 'HEAD') return void response.writeHead(200, headers).end(body);
  const tag = has('head-other-tag') ? { etag: '"of-nothing"' } : {};
  if (has('head-content')) return raw(response, 200, headers, body);
  response.writeHead(200, { ...headers, ...tag, 'content-length': String(body.length) }).end();
}

function notModified(response: ServerResponse, { headers, body }: Representation, has: Has): void {
  const { 'content-type': type, 'content-encoding': _, 'last-modified': __, ...others } = headers;
  const fields: Record<string, string> = { ...others };
  if (has('304-no-vary')) delete fields['vary'];
  if (has('304-no-cache-control')) delete fields['cache-control'];
  if (has('304-type')) fields['content-type'] = type!;
  if (has('304-content')) return raw(response, 304, { ...fields, date: new Date().toUTCString() }, body);
  if (has('304-length')) fields['content-length'] = '0';
  response.writeHead(304, fields).end();
}

/** Node would leave the content off. */
function raw(response: ServerResponse, status: number, headers: object, body: Buffer): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}Connection: close\r\n\r\n`;
  response.socket!.write(head);
  // In a segment of its own.
  setImmediate(() => response.socket!.end(body));
}

function refuse(
  response: ServerResponse,
  status: Exclude<Decision, 'perform' | 304>,
  current: Representation,
): void {
  response.writeHead(status, { etag: current.headers['etag'] ?? '""' }).end();
}

function partOf(
  { method, headers }: IncomingMessage,
  { body, headers: fields, state }: Representation,
  has: Has,
): { body: Buffer; headers: Record<string, string> } | undefined {
  if (headers.range !== 'bytes=0-0' || method !== 'GET') return undefined;
  const given = headers['if-range'];
  const ifRange = typeof given === 'string' ? parseIfRange(given) : undefined;
  const isWeaklySame =
    has('if-range-weak') && ifRange?.kind === 'tag' && state.etag && weakEquals(ifRange.tag, state.etag);
  if (has('if-range-never') && given !== undefined) return undefined;
  if (!isWeaklySame && !has('if-range-ignored') && !rangeApplies(ifRange, state)) return undefined;
  const part: Record<string, string> = { ...fields, 'content-range': `bytes 0-0/${body.length}` };
  if (has('range-other-tag')) part['etag'] = '"of-the-part"';
  if (has('range-no-fields')) delete part['cache-control'];
  return {
    body: body.subarray(has('range-other-octets') ? 1 : 0, has('range-other-octets') ? 2 : 1),
    headers: part,
  };
}

/** A statement of a database: others may come between what was before it, and what is behind. */
async function query(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

async function write(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  thing: Thing,
  has: Has,
): Promise<void> {
  if (has('write-conflict-500')) await query();
  const current = thing.represent(undefined);
  const preconditions = parsePreconditions(request.headers);
  if (Object.keys(preconditions).length === 0 && !has('write-unguarded')) {
    const fields = has('write-428-stored') ? {} : { 'cache-control': 'no-store' };
    return void response.writeHead(428, fields).end();
  }
  const { name } = JSON.parse(body) as { name: unknown };
  if (has('write-before-check')) thing.write(name);
  const isRead304 = has('write-304') && preconditions.ifNoneMatch !== undefined;
  const decision = isRead304 ? 'perform' : decide(request, current, has);
  if (has('write-conflict-500') && decision === 412 && thing.busy > 1) return refuse(response, 500, current);
  if (decision !== 'perform') return refuse(response, decision === 304 ? 412 : decision, current);
  if (has('write-race')) await query();
  if (!has('write-before-check')) thing.write(name);
  if (isRead304) return void response.writeHead(304).end();
  const shown = has('write-old-tag') ? current : thing.represent(undefined);
  response.writeHead(200, shown.headers).end(thing.represent(undefined).body);
}
