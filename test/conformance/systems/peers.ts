import { EXPRESS } from './express.js';
import { EXPRESS_PRECONDITIONS } from './express-preconditions.js';
import { FASTIFY_ETAG } from './fastify-etag.js';
import { HONO_ETAG } from './hono-etag.js';
import { KOA } from './koa.js';
import type { System } from './system.interface.js';

/** What others have, as its documentation says to use it. */
export const PEERS: readonly System[] = [EXPRESS, FASTIFY_ETAG, HONO_ETAG, KOA, EXPRESS_PRECONDITIONS];
