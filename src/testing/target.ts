import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explained } from '../util/explained.js';

/** An application of Nest, as far as it is needed here. */
export interface NestApplicationLike {
  getHttpServer(): unknown;
  listen(port: number, hostname: string): Promise<unknown>;
}

/** What supertest's `request(…)` and `request.agent(…)` return, as far as it is needed here. */
export interface SupertestLike {
  get(url: string): { readonly app?: unknown };
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
  throw new TypeError(
    explained(
      'kit-target',
      'conditional() takes a Nest application, a server, a supertest agent or a base URL.',
    ),
  );
}

function urlOf(text: string | URL): URL {
  const url = URL.canParse(String(text)) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new TypeError(explained('kit-target', `"${String(text)}" is no URL of http or https.`));
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

/** A request of supertest knows what it is for. It is never sent. */
function ofSupertest(agent: SupertestLike): URL | Promise<URL> {
  const { app } = agent.get('/');
  if (typeof app === 'string') return urlOf(app);
  const server = app as Server;
  if (typeof server?.address !== 'function')
    throw new TypeError(
      explained(
        'kit-target',
        'This supertest agent does not show its server. Give conditional() the server itself.',
      ),
    );
  // Supertest made it of a function: nobody else would close it.
  if (!server.listening) server.unref();
  return ofServer(server);
}
