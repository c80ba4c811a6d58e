import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An application of Nest, as far as it is needed here. */
export interface NestApplicationLike {
  getHttpServer(): unknown;
  listen(port: number, hostname: string): Promise<unknown>;
}

/** What supertest's `request(…)` and `request.agent(…)` return, as far as it is needed here. */
export interface SupertestLike {
  get(url: string): { readonly url: string };
}

/**
 * The API to check: its base URL, a server, an application of Nest, what supertest makes of one, or a function that takes
 * requests, such as an application of Express.
 */
export type Target = string | URL | Server | RequestListener | NestApplicationLike | SupertestLike;

const LOCAL = '127.0.0.1';

/**
 * Where the target listens, after it was made to where it does not yet.
 * @returns the origin, and the path that stands before all others
 * @throws TypeError where it is none of these
 */
export async function addressOf(target: Target): Promise<URL> {
  if (typeof target === 'string' || target instanceof URL) return urlOf(target);
  if (typeof target === 'function') return ofListener(target);
  if ('getHttpServer' in target) return ofApplication(target);
  if ('address' in target && 'listen' in target) return ofServer(target);
  if ('get' in target) return ofSupertest(target);
  throw new TypeError('conditional() takes a Nest application, a server, a supertest agent or a base URL.');
}

function urlOf(text: string | URL): URL {
  const url = URL.canParse(String(text)) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new TypeError(`"${String(text)}" is no URL of http or https.`);
}

function ofListener(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  // It ends with the process: nobody else knows of it.
  server.unref();
  return ofServer(server);
}

/** Whoever made the application closes it. */
async function ofApplication(app: NestApplicationLike): Promise<URL> {
  const server = app.getHttpServer() as Server;
  if (!server.listening) await app.listen(0, LOCAL);
  return ofServer(server);
}

async function ofServer(server: Server): Promise<URL> {
  if (!server.listening) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, LOCAL, resolve);
    });
  }
  const { port, address, family } = server.address() as AddressInfo;
  const any = address === '::' || address === '0.0.0.0';
  const host = any ? LOCAL : family === 'IPv6' ? `[${address}]` : address;
  const protocol = 'setSecureContext' in server ? 'https' : 'http';
  return new URL(`${protocol}://${host}:${port}`);
}

function ofSupertest(agent: SupertestLike): URL {
  const test = agent.get('/') as { url: string; _server?: Server };
  // supertest closes a server that it started when a request of its own has ended, and this one is never sent. `_server` is
  // private to supertest: where it has another name, a process of node:test would not end by itself.
  test._server?.unref();
  return new URL(test.url);
}
