import type { Type } from '@nestjs/common';
import type { ETagOptions, RouteTagOptions, VersionedOptions } from '../options/etag-options.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagSource, type TagMetadata } from '../metadata/route-metadata.js';
import type { EntityAdapters, KnownEntity } from '../versioned/entity-adapters.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import type { Settings } from '../options/settings.js';
import type { AskedRead } from '../self-request/self-requests.js';
import { currentReader } from './current-reader.js';
import { entityOptions, entityReader } from './entity-source.js';
import { OVERWRITES } from './overwrites.js';

/** Where the tag of a route comes from, with what an ORM's metadata adds to its decorator. */
export interface ResolvedTag {
  readonly kind: TagMetadata['kind'] | undefined;
  /** Of whichever decorator it is: `tag` and `hash` of `@ETag()`, `column` and `id` of `@Versioned()`. */
  readonly options: RouteTagOptions & ETagOptions & VersionedOptions;
  readonly entity: Type | undefined;
  /** The entity, where an adapter looks after it. */
  readonly known: KnownEntity | undefined;
  /** Whether the current state can be asked for. */
  readonly hasCurrent: boolean;
  /** @throws where no module provides what `current` asks */
  readonly reader: () => CurrentReader | undefined;
  /** The GET to ask instead, where the tag of a write is the hash of a body. */
  readonly asked: AskedRead | undefined;
  /** It is `auto` that gives the route a tag, for bodies of as many bytes. */
  readonly auto: { readonly maxSize?: number } | undefined;
  /** Whether guards of any kind stand before the route, so that clients may be told different things. */
  readonly guarded: boolean;
}

/** What a route's tag depends on beside its decorators. */
export interface Surroundings {
  readonly adapters: EntityAdapters;
  /** Finds the GET of a route's URL. */
  readonly ask: (route: RouteHandler) => AskedRead;
  /** What a GET without a tag decorator gets. */
  readonly auto: Settings['auto'];
  /** Whether the application has global guards. */
  readonly allGuarded: boolean;
}

export function resolveTag(
  route: RouteHandler,
  { adapters, ask, auto, allGuarded }: Surroundings,
): ResolvedTag {
  const own = route.read<TagMetadata>(TagSource);
  const isAuto = own === undefined && isTaggedAnyway(route, auto);
  const tag: TagMetadata | undefined = isAuto ? { kind: 'etag', options: {} } : own;
  const given: ResolvedTag['options'] = tag && tag.kind !== 'none' ? tag.options : {};
  const entity = tag?.kind === 'versioned' ? tag.entity : undefined;
  const known = entity && adapters.find(entity, given.source);
  const options = known ? entityOptions(known, given) : given;
  const { current } = options;
  const ofEntity = known && current === undefined ? entityReader(route, known, options) : undefined;
  return {
    kind: tag?.kind,
    options,
    entity,
    known,
    hasCurrent: Boolean(current || ofEntity),
    reader: () => (current ? currentReader(current, route.moduleRef) : ofEntity),
    asked: tag?.kind === 'etag' && !given.tag && OVERWRITES.has(route.verb) ? ask(route) : undefined,
    auto: isAuto ? (typeof auto === 'object' ? auto : {}) : undefined,
    guarded: allGuarded || route.guarded,
  };
}

/** Whether `auto` gives a route a tag that none of its decorators does. */
export function isTaggedAnyway({ verb, hasRepresentation }: RouteHandler, auto: Settings['auto']): boolean {
  return auto !== false && verb === 'GET' && hasRepresentation;
}
