import { request } from 'node:http';
import type { RequestParts } from './script.js';

/** A whole response, to be looked at before anything is measured. */
export interface Response {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: string;
}

/** Sends one request on a connection of its own. */
export async function sendOnce(
  port: number,
  { method = 'GET', path, headers = {}, body }: RequestParts,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const text = body && JSON.stringify(body);
    const content = text && { 'Content-Type': 'application/json', 'Content-Length': text.length };
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      agent: false,
      headers: { ...headers, ...content },
    };
    const sent = request(options, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8').on('data', (part: string) => parts.push(part));
      response.on('error', reject).on('end', () => {
        const { statusCode = 0, headers: fields } = response;
        resolve({ status: statusCode, etag: fields.etag, body: parts.join('') });
      });
    });
    sent.on('error', reject).end(text);
  });
}
