import type { Head } from './responses.js';

/** What one connection sends, one request after the other. */
export interface Script {
  /** The next request, whole; it may depend on the response before. */
  next(previous: Head | undefined): Buffer;
  /** The statuses a response may have. */
  readonly status: readonly number[];
}

export interface RequestParts {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The bytes of a request. */
export function requestBytes({ method = 'GET', path, headers = {}, body }: RequestParts): Buffer {
  const text = body ? JSON.stringify(body) : '';
  const content = body ? { 'Content-Type': 'application/json', 'Content-Length': String(text.length) } : {};
  const fields = Object.entries({ Host: '127.0.0.1', Accept: '*/*', ...headers, ...content });
  const head = [`${method} ${path} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`, 'latin1');
}

/** The same request over and over. */
export function always(request: RequestParts, status: number): Script {
  const bytes = requestBytes(request);
  return { status: [status], next: () => bytes };
}

/** Writes, each with the tag that the one before it was answered with. */
export function following(request: RequestParts, first: string | undefined): Script {
  return {
    status: [200],
    next: (previous) => {
      const etag = previous ? previous.etag : first;
      const condition = etag ? { 'If-Match': etag } : {};
      return requestBytes({ ...request, headers: { ...request.headers, ...condition } });
    },
  };
}
