/** `hono/etag` on Hono, by way of `@hono/node-server`. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { STATES } from '../cases.js';
import { running } from './express.js';
import { FASTIFY_ETAG } from './fastify-etag.js';
import { Changes, represent } from './resource.js';
import type { RunningSystem, System } from './system.interface.js';

export const HONO_ETAG: System = {
  name: 'hono/etag',
  ours: false,
  // It offers what @fastify/etag does, and tags whatever has no tag as well.
  offers: FASTIFY_ETAG.offers,
  start,
};

async function start(): Promise<RunningSystem> {
  const changes = new Changes();
  const app = new Hono();
  for (const [name, state] of Object.entries(STATES)) {
    const path = `/${name}/:id` as const;
    if (state.coded) app.use(path, compress());
    app.use(path, etag());
    app.all(path, ({ req }) => {
      const language = req.header('accept-language');
      const answer = represent(name, state, { method: req.method, id: req.param('id'), language }, changes);
      return new Response(answer.body ?? null, { status: answer.status, headers: answer.fields });
    });
  }
  const server = createAdaptorServer(app) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return running(server, changes);
}
