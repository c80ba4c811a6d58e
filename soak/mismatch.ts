import type { StrictResponse } from '../test/fuzz/connection.js';
import type { Request } from './product.js';

/** A wrong answer. */
export class MismatchError extends Error {
  readonly status: number;

  constructor({ method = 'GET', path, headers }: Request, response: StrictResponse, known: string) {
    const sent = `${method} ${path} ${JSON.stringify(headers ?? {}).slice(0, 200)}`;
    const { status, headers: fields, body } = response;
    super(`${sent}: ${status}, ETag ${fields['etag']}, ${body.toString().slice(0, 200)}, where ${known}`);
    this.status = status;
  }
}
