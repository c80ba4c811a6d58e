import { ORMS, type OrmName } from './orms/names.js';

export type Platform = 'express' | 'fastify' | 'node' | 'hono';

/** What not every machine has: a server of another kind that a variant stands on, Nest's NodeAdapter, or Prisma. */
export type Service = 'postgres' | 'redis' | 'mongodb' | 'node-adapter' | 'prisma';

/** What a variant is called in a table, and what tag its responses must have. */
interface Description {
  readonly title: string;
  readonly tag: 'strong' | 'weak' | 'none' | 'of the platform';
  /** What has to listen on this machine. */
  readonly needs?: 'postgres' | 'redis';
  /** A write with a stale If-Match is 412. */
  readonly guards?: boolean;
}

/** Every server there is: what each does is in the file of its name in variants/. */
const VARIANTS = {
  plain: { title: 'plain Nest', tag: 'of the platform' },
  untagged: { title: 'Nest without tags', tag: 'none' },
  'empty-interceptor': { title: 'an empty interceptor', tag: 'of the platform' },
  'hand-written': { title: "the article's interceptor", tag: 'strong' },
  'fastify-etag': { title: '@fastify/etag', tag: 'strong' },
  hono: { title: 'hono/etag', tag: 'strong' },
  'body-hash': { title: '@ETag()', tag: 'strong' },
  auto: { title: 'auto: true', tag: 'strong' },
  version: { title: '@Versioned()', tag: 'strong' },
  current: { title: '@Versioned({ current })', tag: 'strong', guards: true },
  'remembered-memory': { title: '@ETag({ remember }), in memory', tag: 'strong' },
  'remembered-redis': { title: '@ETag({ remember }), in Redis', tag: 'strong', needs: 'redis' },
  undecorated: { title: 'an undecorated route', tag: 'of the platform' },
  heap: { title: '@ETag() and @Versioned({ current })', tag: 'strong' },
  'postgres-plain': { title: 'TypeORM by hand', tag: 'of the platform', needs: 'postgres', guards: true },
  'postgres-versioned': { title: '@Versioned(Product)', tag: 'strong', needs: 'postgres', guards: true },
  'postgres-handed-on': {
    title: '@Versioned(Product, { current: false })',
    tag: 'strong',
    needs: 'postgres',
    guards: true,
  },
  'orm-plain': { title: 'by hand', tag: 'of the platform', guards: true },
  'orm-versioned': { title: '@Versioned(Product, { current: false })', tag: 'strong', guards: true },
} as const satisfies Record<string, Description>;

export type VariantName = keyof typeof VARIANTS;

export function describe({ variant }: Pick<Launch, 'variant'>): Description {
  return VARIANTS[variant];
}

/** One server to start. */
export interface Launch {
  readonly variant: VariantName;
  readonly platform: Platform;
  /** In the representation it serves. */
  readonly items: number;
  /** The library of the variants that are there for each. */
  readonly orm?: OrmName;
  /** With Nest's ClassSerializerInterceptor around every route. */
  readonly serializer?: boolean;
}

export function titleOf({ variant, orm, platform, items }: Launch): string {
  const title = orm ? `${ORMS[orm].title}, ${VARIANTS[variant].title}` : VARIANTS[variant].title;
  return `${title}, ${platform}, ${items} item${items === 1 ? '' : 's'}`;
}

/** What has to be there. */
export function servicesOf(launch: Launch): Service[] {
  const { needs }: Description = VARIANTS[launch.variant];
  return [
    ...(needs ? [needs] : []),
    ...(launch.orm ? ORMS[launch.orm].needs : []),
    ...(launch.platform === 'node' ? (['node-adapter'] as const) : []),
  ];
}

/** Whether it serves rows of a database, and nothing that it has in memory. */
export function isOnDatabase({ variant, orm }: Launch): boolean {
  return orm !== undefined || describe({ variant }).needs === 'postgres';
}

/** What the tag of a 200 must look like, so that nothing is measured that does not do its job. */
export function tagPattern({ variant, platform }: Launch): RegExp {
  const { tag } = VARIANTS[variant];
  const kind = tag === 'of the platform' ? (platform === 'express' ? 'weak' : 'none') : tag;
  return { strong: /^"[^"]+"$/, weak: /^W\/"[^"]+"$/, none: /^$/ }[kind];
}
