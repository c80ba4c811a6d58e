import type { Comparison } from './comparison.interface.js';
import { express, fastify } from './sides.js';

/** Remembered tags, in memory with a target and in Redis for information. */
export const REMEMBERED: readonly Comparison[] = [
  {
    name: '304 remembered in memory, Express, against 304 from current',
    group: '304',
    workload: 'revalidate',
    subject: express('remembered-memory'),
    baseline: express('current'),
    target: { atMost: 1.1 },
    limits: { calls: 5, bytes: 1.05 },
  },
  {
    name: '304 remembered in memory, Fastify, against 304 from current',
    group: '304',
    workload: 'revalidate',
    subject: fastify('remembered-memory'),
    baseline: fastify('current'),
    target: { atMost: 1.1 },
    limits: { calls: 5, bytes: 1.08 },
  },
  {
    name: '304 remembered in Redis, Fastify, against 304 from current',
    group: '304',
    workload: 'revalidate',
    subject: fastify('remembered-redis'),
    baseline: fastify('current'),
  },
];
