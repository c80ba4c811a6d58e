import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import type { Config } from '../../sample-app/config.js';
import { createApp } from '../../sample-app/create-app.js';
import { FRESH_FILES } from '../support/pglite.js';

export const ADAPTERS = ['express', 'fastify'] as const;

const JSON_BODY = { 'Content-Type': 'application/json' };
export const PUT_BODY = { name: 'Wireless Headphones', price: 110, stock: 40 };

export interface SentRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string | null;
  readonly text: string;
  /** Of a JSON body. */
  readonly json: Record<string, unknown>;
}

/** The sample on a port of its own, and a client that talks to it. */
export class Sample {
  private constructor(
    readonly app: INestApplication,
    readonly url: string,
  ) {}

  /** @param prepare what main.ts does between making and starting it */
  static async start(
    config: Omit<Config, 'port' | 'orm'> & Partial<Pick<Config, 'orm'>>,
    prepare: (app: INestApplication) => void = () => {},
  ): Promise<Sample> {
    const whole = { orm: 'typeorm', pgliteFiles: FRESH_FILES, ...config, port: 0 } as const;
    const app = await createApp(whole, { logger: ['error', 'warn'] });
    prepare(app);
    await app.listen(0, '127.0.0.1');
    return new Sample(app, await app.getUrl());
  }

  async send(path: string, { method = 'GET', headers = {}, body }: SentRequest = {}): Promise<Answer> {
    const content =
      body === undefined
        ? { headers }
        : {
            headers: { ...JSON_BODY, ...headers },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          };
    const response = await fetch(`${this.url}/api/products${path}`, { method, ...content });
    const text = await response.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return {
      status: response.status,
      headers: response.headers,
      etag: response.headers.get('etag'),
      text,
      json,
    };
  }

  put(path: string, ifMatch: string, body: unknown = PUT_BODY): Promise<Answer> {
    return this.send(path, { method: 'PUT', headers: { 'If-Match': ifMatch }, body });
  }

  /** A new product, for a test that changes it. */
  async create(): Promise<{ path: string; etag: string }> {
    const { json, etag } = await this.send('', {
      method: 'POST',
      body: { name: 'Lamp', price: 30, stock: 5 },
    });
    return { path: `/${json['id']}`, etag: etag! };
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
