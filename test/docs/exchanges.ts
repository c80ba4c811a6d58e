/**
 * The exchanges in the documentation: fenced blocks of `http`, a request and the response to it, as they go over the
 * wire. They are sent in the order they stand in, so that one may follow from another.
 */
import { readFileSync } from 'node:fs';
import type { WireRequest } from '../support/wire.js';

export interface Exchange {
  /** Where it stands, to be found when it fails. */
  readonly line: number;
  readonly application: string;
  readonly request: WireRequest;
  readonly status: number;
  /** Only what is shown: a response may have more, but no ETag that is not shown. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Undefined where none is shown. */
  readonly body: string | undefined;
}

/** A word behind `http` names another application than that of the page. */
const BLOCK = /^```http(?: (\w+))?\n([\s\S]*?)^```$/gm;

export function exchangesIn(file: string): Exchange[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(BLOCK)].map(({ index, 1: application = 'main', 2: block = '' }) => {
    const [request = '', response = ''] = block.split(/\n\n(?=HTTP\/1\.1 )/);
    const line = text.slice(0, index).split('\n').length;
    const { status, headers, body } = responseOf(response);
    return { line, application, request: requestOf(request), status, headers, body };
  });
}

function requestOf(text: string): WireRequest {
  const { first, headers, body } = messageOf(text);
  const [method = '', path = ''] = first.split(' ');
  return { method, path, headers, body: body === undefined ? undefined : (JSON.parse(body) as object) };
}

function responseOf(text: string): Omit<Exchange, 'line' | 'application' | 'request'> {
  const { first, headers, body } = messageOf(text);
  return { status: Number(first.split(' ')[1]), headers: { etag: undefined, ...headers }, body };
}

function messageOf(text: string): {
  first: string;
  headers: Record<string, string>;
  body: string | undefined;
} {
  const [head = '', body] = text.trimEnd().split(/\n\n([\s\S]*)/);
  const [first = '', ...fields] = head.split('\n');
  const headers = fields.map((field) => field.split(/: (.*)/) as [string, string]);
  return {
    first,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: body || undefined,
  };
}
