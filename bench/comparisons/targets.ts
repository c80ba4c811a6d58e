import type { Comparison } from './comparison.interface.js';
import { express, fastify, node } from './sides.js';

const SAME = { atMost: 1.02, atLeast: 0.98 };

/** Items, and the bytes a 200 may allocate, as a multiple: what is added matters less where the representation is large. */
const OF_EACH_SIZE = {
  express: [
    [1, 1.06],
    [100, 1.04],
    [1000, 1.03],
  ],
  fastify: [
    [1, 1.12],
    [100, 1.06],
    [1000, 1.03],
  ],
  /** And the target against the adapter itself; the same two against Express with its own tag. */
  node: [
    [1, 1.25, 1.25, 0.53, 0.3],
    [100, 1.09, 1.2, 0.76, 0.55],
  ],
} as const;

/**
 * What the package promises, one row each; the ratio is that of the processor time per request. The limits are what the
 * counts came to when they were set, and little more.
 */
export const TARGETS: readonly Comparison[] = [
  ...OF_EACH_SIZE.express.map(([items, bytes]): Comparison => ({
    name: `200 with @ETag(), Express, ${count(items)}, against plain Nest`,
    group: '200',
    workload: 'read',
    subject: express('body-hash', items),
    baseline: express('plain', items),
    target: { atMost: 1 },
    limits: { calls: 130, bytes },
  })),
  ...OF_EACH_SIZE.fastify.map(([items, bytes]): Comparison => ({
    name: `200 with @ETag(), Fastify, ${count(items)}, against @fastify/etag`,
    group: '200',
    workload: 'read',
    subject: fastify('body-hash', items),
    baseline: fastify('fastify-etag', items),
    target: { atMost: items === 1 ? 1.05 : 1 },
    limits: { calls: 135, bytes },
  })),
  ...OF_EACH_SIZE.node.map(([items, bytes, atMost]): Comparison => ({
    name: `200 with auto, NodeAdapter, ${count(items)}, against NodeAdapter without tags`,
    group: '200',
    workload: 'read',
    subject: node('auto', items),
    baseline: node('plain', items),
    target: { atMost },
    limits: { calls: 130, bytes },
  })),
  ...OF_EACH_SIZE.node.map(([items, , , bytes, atMost]): Comparison => ({
    name: `200 with auto, NodeAdapter, ${count(items)}, against plain Nest on Express`,
    group: '200',
    workload: 'read',
    subject: node('auto', items),
    baseline: express('plain', items),
    target: { atMost },
    limits: { calls: 20, bytes },
  })),
  {
    name: '304 from current, NodeAdapter, 100 items, against its plain 200',
    group: '304',
    workload: 'revalidate',
    subject: node('current'),
    baseline: node('plain'),
    target: { atMost: 0.35 },
    limits: { calls: 140, bytes: 0.44 },
  },
  {
    name: "200 with @ETag(), Express, 100 items, against the article's interceptor",
    group: '200',
    workload: 'read',
    subject: express('body-hash'),
    baseline: express('hand-written'),
    target: { atMost: 0.75 },
    limits: { calls: -400, bytes: 0.66 },
  },
  {
    name: "304 from current, Express, 100 items, against Express's own 304",
    group: '304',
    workload: 'revalidate',
    subject: express('current'),
    baseline: express('plain'),
    target: { atMost: 0.7 },
    limits: { calls: 75, bytes: 0.54 },
  },
  {
    name: '304 from current, Fastify, 100 items, against @fastify/etag',
    group: '304',
    workload: 'revalidate',
    subject: fastify('current'),
    baseline: fastify('fastify-etag'),
    target: { atMost: 0.33 },
    limits: { calls: 110, bytes: 0.5 },
  },
  {
    name: '304 from current, Express, 1,000 items against 1 item',
    group: '304',
    workload: 'revalidate',
    subject: express('current', 1000),
    baseline: express('current', 1),
    target: { atMost: 1.1 },
    limits: { calls: 0, bytes: 1.02 },
  },
  {
    name: '304 from current, Fastify, 1,000 items against 1 item',
    group: '304',
    workload: 'revalidate',
    subject: fastify('current', 1000),
    baseline: fastify('current', 1),
    target: { atMost: 1.1 },
    limits: { calls: 0, bytes: 1.02 },
  },
  {
    name: 'undecorated route, Express, against the same without the module',
    group: 'beside it',
    workload: 'read',
    subject: express('undecorated', 1),
    baseline: express('plain', 1),
    target: SAME,
    limits: { calls: 10, bytes: 1.03 },
  },
  {
    name: 'undecorated route, Fastify, against the same without the module',
    group: 'beside it',
    workload: 'read',
    subject: fastify('undecorated', 1),
    baseline: fastify('plain', 1),
    target: SAME,
    limits: { calls: 0, bytes: 1.02 },
  },
  {
    name: 'undecorated route, NodeAdapter, against the same without the module',
    group: 'beside it',
    workload: 'read',
    subject: node('undecorated', 1),
    baseline: node('plain', 1),
    target: SAME,
    limits: { calls: 4, bytes: 1.02 },
  },
  {
    name: 'PUT with If-Match on PostgreSQL, Express, against the same UPDATE by hand',
    group: 'writes',
    workload: 'write',
    subject: express('postgres-handed-on', 1),
    baseline: express('postgres-plain', 1),
    target: { atMost: 1.1 },
    limits: { calls: 190, bytes: 1.16 },
  },
  {
    name: 'PUT with If-Match on PostgreSQL, Fastify, against the same UPDATE by hand',
    group: 'writes',
    workload: 'write',
    subject: fastify('postgres-handed-on', 1),
    baseline: fastify('postgres-plain', 1),
    target: { atMost: 1.1 },
    limits: { calls: 200, bytes: 1.2 },
  },
];

function count(items: number): string {
  return items === 1 ? '1 item' : `${items.toLocaleString('en')} items`;
}
