/** `@fastify/etag` on Fastify. */
import { once } from 'node:events';
import fastifyEtag from '@fastify/etag';
import compress from '@fastify/compress';
import { fastify } from 'fastify';
import { STATES } from '../cases.js';
import { isFuture, running } from './express.js';
import { Changes, represent } from './resource.js';
import type { RunningSystem, System } from './system.interface.js';

export const FASTIFY_ETAG: System = {
  name: '@fastify/etag',
  ours: false,
  offers: {
    reads: ['if-none-match'],
    writes: [],
    ranges: false,
    // It tags whatever has no tag.
    has: (state) =>
      !state.required &&
      !state.recognises &&
      !isFuture(state.lastModified) &&
      (state.etag !== undefined ||
        state.hashed === true ||
        state.exists === false ||
        state.fails !== undefined),
  },
  start,
};

async function start(): Promise<RunningSystem> {
  const changes = new Changes();
  const app = fastify({ forceCloseConnections: true });
  for (const [name, state] of Object.entries(STATES)) {
    await app.register(async (scope) => {
      if (state.coded) await scope.register(compress);
      await scope.register(fastifyEtag);
      scope.all<{ Params: { id: string } }>(`/${name}/:id`, (request, reply) => {
        const { method, params, headers } = request;
        const language = headers['accept-language'];
        const { status, fields, body } = represent(name, state, { method, id: params.id, language }, changes);
        return reply.status(status).headers(fields).send(body);
      });
    });
  }
  await app.listen({ port: 0, host: '127.0.0.1' });
  if (!app.server.listening) await once(app.server, 'listening');
  return { ...running(app.server, changes), close: () => app.close() };
}
