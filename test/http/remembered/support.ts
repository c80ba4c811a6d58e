import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { RunningApp } from '../../support/adapters.js';
import { request, type WireRequest, type WireResponse } from '../../support/wire.js';

/** A client of one application that keeps the tag of each URL, as a browser does. */
export class Client {
  constructor(
    private readonly running: RunningApp,
    private readonly headers: WireRequest['headers'] = {},
  ) {}

  get(path: string, headers: WireRequest['headers'] = {}): Promise<WireResponse> {
    return this.send('GET', path, headers);
  }

  send(method: string, path: string, headers: WireRequest['headers'] = {}): Promise<WireResponse> {
    return request(this.running.port, { method, path, headers: { ...this.headers, ...headers } });
  }

  /** Reads once in full, and returns a read that says it has that. */
  async known(path: string, headers: WireRequest['headers'] = {}): Promise<() => Promise<WireResponse>> {
    const { headers: sent } = await this.get(path, headers);
    return () => this.get(path, { ...headers, 'if-none-match': sent['etag'] });
  }
}

/** Something a test waits for, and lets go on. */
export class Gate {
  private opened!: () => void;
  private arrived!: () => void;
  private readonly opening = new Promise<void>((resolve) => (this.opened = resolve));
  /** Resolves when somebody waits at the gate. */
  readonly reached = new Promise<void>((resolve) => (this.arrived = resolve));

  pass(): Promise<void> {
    this.arrived();
    return this.opening;
  }

  open(): void {
    this.opened();
  }
}

/** The status of a GET whose Host is one of its fields. */
export async function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode!;
}

/** Waits for something that happens without anybody saying when. */
export async function eventually(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it never happened');
}
