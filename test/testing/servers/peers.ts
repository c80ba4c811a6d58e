/** Other systems with one small resource, as their documentation shows how to set them up. */
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { parsePreconditions, weakEquals } from 'nestjs-etag/rfc9110';
import { expressApp } from './express-app.js';

export const PATH = '/products/101';

/** A system that is checked; `start` gives a server that may not listen yet. */
export interface Peer {
  readonly name: string;
  readonly start: () => Promise<Server>;
}

export const PEERS: readonly Peer[] = [
  { name: 'Express', start: plainExpress },
  { name: '@fastify/etag', start: fastifyEtag },
  { name: 'like Spring', start: async () => likeSpring() },
];

async function contentOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Tags of Express's own, and a handler that writes what it gets. */
async function plainExpress(): Promise<Server> {
  let product: object = { price: 120 };
  const app = expressApp()
    .get(PATH, (_, response) => response.send(product))
    .put(PATH, (request, response) =>
      contentOf(request).then((body) => {
        product = JSON.parse(body) as object;
        return response.send(product);
      }),
    );
  return createServer(app);
}

/** The plugin with its defaults. */
async function fastifyEtag(): Promise<Server> {
  let product: unknown = { price: 120 };
  const app = new FastifyAdapter().getInstance();
  await app.register((await import('@fastify/etag')).default as never);
  app.get(PATH, async () => product);
  app.put(PATH, async ({ body }) => (product = body));
  await app.ready();
  return app.server;
}

/**
 * What a controller does behind Spring's `ShallowEtagHeaderFilter`: the tag is the MD5 of the body of a successful GET, and
 * nothing of anything else. `*` is looked at in unsafe methods alone, and If-Match not in safe ones.
 */
function likeSpring(): Server {
  let product = '{"price":120}';
  const listener: RequestListener = async (request, response) => {
    const { method, url, headers } = request;
    const body = await contentOf(request);
    if (url !== PATH) return void response.writeHead(404).end();
    if (method === 'OPTIONS') return void response.writeHead(200, { allow: 'GET,HEAD,PUT,OPTIONS' }).end();
    if (method === 'PUT') product = body;
    const content = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(product)),
    };
    if (method !== 'GET') return void response.writeHead(200, content).end(method === 'PUT' ? product : '');
    const opaque = `0${createHash('md5').update(product).digest('hex')}`;
    const { ifNoneMatch } = parsePreconditions(headers);
    const listed = ifNoneMatch?.kind === 'tags' ? ifNoneMatch.tags : [];
    const etag = `"${opaque}"`;
    if (listed.some((tag) => weakEquals(tag, { weak: false, opaque })))
      return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { ...content, etag }).end(product);
  };
  return createServer((request, response) => void listener(request, response));
}
