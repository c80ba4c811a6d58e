import type { Type } from '@nestjs/common';
import type { ETagOptions, RouteTagOptions, VersionedOptions } from '../interfaces/etag-options.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagSource, type TagMetadata } from '../metadata/route-metadata.js';
import type { EntityAdapters, KnownEntity } from '../plan/entity-adapters.js';
import type { CurrentReader } from '../plan/route-plan.interface.js';
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
}

/** @param ask finds the GET of a route's URL */
export function resolveTag(
  route: RouteHandler,
  adapters: EntityAdapters,
  ask: (route: RouteHandler) => AskedRead,
): ResolvedTag {
  const tag = route.read<TagMetadata>(TagSource);
  const given: ResolvedTag['options'] = tag && tag.kind !== 'none' ? tag.options : {};
  const entity = tag?.kind === 'versioned' ? tag.entity : undefined;
  const known = entity && adapters.find(entity, given.source);
  const options = known ? entityOptions(known, given) : given;
  const { current } = options;
  const ofEntity = known && !current ? entityReader(route, known, options) : undefined;
  return {
    kind: tag?.kind,
    options,
    entity,
    known,
    hasCurrent: Boolean(current ?? ofEntity),
    reader: () => (current ? currentReader(current, route.moduleRef) : ofEntity),
    asked: tag?.kind === 'etag' && !given.tag && OVERWRITES.has(route.verb) ? ask(route) : undefined,
  };
}
