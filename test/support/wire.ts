/**
 * HTTP/1.1 on a bare socket. Nothing is normalised: repeated field lines stay apart, a value goes out as the Latin-1
 * bytes it is made of, and everything the server sends until it closes the connection is looked at, so that a body
 * behind a 304 or an answer to HEAD does not go unnoticed.
 */
import { connect } from 'node:net';

export interface WireRequest {
  /** Default `GET`. */
  readonly method?: string;
  readonly path: string;
  /** An array sends one field line for each of its members; undefined sends none. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** An object is sent as JSON. */
  readonly body?: string | Uint8Array | object | undefined;
}

const HOST = '127.0.0.1';
const HEAD_END = '\r\n\r\n';
/** A server that neither answers nor closes would otherwise hang the test without a word. */
const PATIENCE = 120_000;

export class WireResponse {
  readonly status: number;
  /** By lower-case name; lines that repeat are joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name, value, name, value … as they came. */
  readonly rawHeaders: readonly string[];
  /** What came behind the header section, without the chunked coding: whatever the status or the method. */
  readonly body: Buffer;

  constructor(bytes: Buffer) {
    const end = bytes.indexOf(HEAD_END);
    if (end === -1 || bytes.indexOf('HTTP/1.1 ') !== 0) {
      throw new Error(`not an HTTP response: ${JSON.stringify(bytes.toString('latin1', 0, 1000))}`);
    }
    const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
    this.status = Number(statusLine.split(' ')[1]);
    this.rawHeaders = lines.flatMap(fieldOf);
    this.headers = joined(this.rawHeaders);
    const rest = bytes.subarray(end + HEAD_END.length);
    this.body = this.headers['transfer-encoding'] === 'chunked' ? unchunked(rest) : rest;
  }

  get text(): string {
    return this.body.toString();
  }

  get json(): unknown {
    return JSON.parse(this.text);
  }
}

/** Sends one request on a connection of its own, and reads until the server closes it. */
export async function request(port: number, options: WireRequest): Promise<WireResponse> {
  return new WireResponse(await exchange(port, messageOf(options, true)));
}

/**
 * Sends many requests in one go on one connection, for tables with many rows; the server handles them at the same time.
 * Every response but the last must have a Content-Length or be of a kind that has no body: what follows such a one and
 * is no response is thrown as an error, and what follows the last is its body.
 */
export async function pipeline(port: number, requests: readonly WireRequest[]): Promise<WireResponse[]> {
  const last = requests.length - 1;
  let rest = await exchange(port, Buffer.concat(requests.map((each, at) => messageOf(each, at === last))));
  return requests.map(({ method }, at) => {
    const end = at === last ? rest.length : endOfResponse(rest, method);
    const response = new WireResponse(rest.subarray(0, end));
    rest = rest.subarray(end);
    return response;
  });
}

function endOfResponse(bytes: Buffer, method: string | undefined): number {
  const { status, headers } = new WireResponse(bytes);
  const length =
    method === 'HEAD' || status === 304 || status === 204 ? 0 : Number(headers['content-length']);
  if (Number.isNaN(length)) throw new Error('only responses with a Content-Length can share a connection');
  return bytes.indexOf(HEAD_END) + HEAD_END.length + length;
}

function exchange(port: number, message: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST, () => socket.write(message));
    const chunks: Buffer[] = [];
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the server did not close the connection')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

function messageOf({ method = 'GET', path, headers = {}, body }: WireRequest, close: boolean): Buffer {
  const content = bytesOf(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${HOST}`, ...(close ? ['Connection: close'] : [])];
  for (const [name, values] of Object.entries({ ...contentFields(body, content), ...headers })) {
    for (const value of values === undefined ? [] : [values].flat()) lines.push(`${name}: ${value}`);
  }
  return Buffer.concat([Buffer.from(lines.join('\r\n') + HEAD_END, 'latin1'), content]);
}

function contentFields(body: WireRequest['body'], content: Buffer): Record<string, string> {
  if (body === undefined) return {};
  const length = { 'content-length': String(content.length) };
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  return isJson ? { ...length, 'content-type': 'application/json' } : length;
}

function bytesOf(body: WireRequest['body']): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function joined(raw: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const value = raw[at + 1]!;
    fields[name] = name in fields ? `${fields[name]}, ${value}` : value;
  }
  return fields;
}

function unchunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const line = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, line).toString('latin1'), 16);
    if (!(size > 0)) break;
    chunks.push(rest.subarray(line + 2, line + 2 + size));
    rest = rest.subarray(line + 2 + size + 2);
  }
  return Buffer.concat(chunks);
}
