export type Platform = 'express' | 'fastify' | 'node' | 'hono';

/** What not every machine has: a server of another kind that a variant stands on, or Nest's NodeAdapter. */
export type Service = 'postgres' | 'redis' | 'node-adapter';

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
} as const satisfies Record<string, Description>;

export type VariantName = keyof typeof VARIANTS;

export function describe({ variant }: Launch): Description {
  return VARIANTS[variant];
}

/** One server to start. */
export interface Launch {
  readonly variant: VariantName;
  readonly platform: Platform;
  /** In the representation it serves. */
  readonly items: number;
  /** With Nest's ClassSerializerInterceptor around every route. */
  readonly serializer?: boolean;
}

export function titleOf({ variant, platform, items }: Launch): string {
  return `${VARIANTS[variant].title}, ${platform}, ${items} item${items === 1 ? '' : 's'}`;
}

/** What the tag of a 200 must look like, so that nothing is measured that does not do its job. */
export function tagPattern({ variant, platform }: Launch): RegExp {
  const { tag } = VARIANTS[variant];
  const kind = tag === 'of the platform' ? (platform === 'express' ? 'weak' : 'none') : tag;
  return { strong: /^"[^"]+"$/, weak: /^W\/"[^"]+"$/, none: /^$/ }[kind];
}
