import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Catalogue } from '../catalogue.js';
import type { Server } from 'node:http';
import { KEEP_ALIVE, type Start } from '../serving.js';

/** Another framework's middleware, for scale: no Nest, and no Express or Fastify. */
export const start: Start = async ({ items }) => {
  const catalogue = new Catalogue(items);
  const app = new Hono();
  app.get('/catalogue', etag(), (context) => context.json(catalogue));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE;
  if (!server.listening) await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, close: async () => void server.close() };
};
