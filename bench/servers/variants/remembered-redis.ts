import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { serveRemembered } from '../remembering.js';
import type { Start } from '../serving.js';

/** The same from Redis, as a cluster would have it. */
export const start: Start = (launch) => {
  const redis = new KeyvRedis('redis://127.0.0.1:6379', { namespace: `bench-${process.pid}` });
  return serveRemembered(launch, new Keyv({ store: redis }));
};
