import { Agent, request } from 'node:http';

/** How long a server may keep silent, in milliseconds. */
const PATIENCE = 60_000;
/** How long a connection is kept between requests: well below the 5 s after which Node's servers close it. */
const IDLE = 2_000;

export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: unknown;
}

export interface Message {
  readonly method?: string;
  readonly ifMatch?: string;
  readonly body?: object;
}

/** No answer, or half of one: the request may have been performed or not. */
export class ConnectionError extends Error {}

/** Connections that stay open between requests. Nothing is ever sent a second time on a caller's behalf. */
export class Connections {
  private readonly agent = new Agent({ keepAlive: true, timeout: IDLE });

  /** @throws ConnectionError */
  send(url: string, { method = 'GET', ifMatch, body }: Message = {}): Promise<Answer> {
    const content = body && JSON.stringify(body);
    const headers = {
      ...(ifMatch && { 'If-Match': ifMatch }),
      ...(content && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) }),
    };
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(new ConnectionError(error.message, { cause: error }));
      const sent = request(url, { method, headers, agent: this.agent, timeout: PATIENCE }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          const { statusCode = 0, headers: received } = response;
          try {
            resolve({
              status: statusCode,
              etag: received.etag,
              body: parse(Buffer.concat(chunks).toString()),
            });
          } catch (error) {
            fail(error as Error);
          }
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${PATIENCE} ms`)));
      sent.on('error', fail);
      sent.end(content);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function parse(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}
