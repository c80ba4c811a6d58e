import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { ETagOptions, RouteTagOptions, VersionedOptions } from '../options/etag-options.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagMetadata } from '../metadata/route-metadata.js';
import type { EntityAdapters, KnownEntity } from '../versioned/entity-adapters.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import type { Settings } from '../options/settings.js';
import { currentOfEntity, entityOptions } from './current-of-entity.js';
import { currentOfProvider } from './current-of-provider.js';

/** Where the tag of a route comes from, with what an ORM's metadata adds to its decorator. */
export interface RouteTag {
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
  /** It is `auto` that gives the route a tag, for bodies of as many bytes. */
  readonly auto: { readonly maxSize?: number } | undefined;
  /** Whether guards of any kind stand before the route, so that clients may be told different things. */
  readonly guarded: boolean;
}

/** The tag of every route that is decorated, or tagged by `auto`. */
export type RouteTags = ReadonlyMap<RouteHandler, RouteTag>;

/** What a route's tag depends on beside its decorators. */
export interface Surroundings {
  readonly adapters: EntityAdapters;
  readonly modules: ModulesContainer;
  /** Every route of the application. */
  readonly all: readonly RouteHandler[];
  /** What a GET without a tag decorator gets. */
  readonly auto: Settings['auto'];
  /** Whether the application has global guards. */
  readonly allGuarded: boolean;
}

export function routeTagOf(
  route: RouteHandler,
  { adapters, modules, all, auto, allGuarded }: Surroundings,
): RouteTag {
  const own = route.read(TagMetadata);
  const isAuto = own === undefined && isTaggedAnyway(route, auto);
  const tag: TagMetadata | undefined = isAuto ? { kind: 'etag', options: {} } : own;
  const given: RouteTag['options'] = tag && tag.kind !== 'none' ? tag.options : {};
  const entity = tag?.kind === 'versioned' ? tag.entity : undefined;
  const known = entity && adapters.find(entity, given.source);
  const options = known ? entityOptions(known, given) : given;
  const current = servesCurrent(route, all) ? options.current : false;
  const ofEntity = known && current === undefined ? currentOfEntity(route, known, options) : undefined;
  return {
    kind: tag?.kind,
    options,
    entity,
    known,
    hasCurrent: Boolean(current || ofEntity),
    reader: () => (current ? currentOfProvider(current, route.module, modules) : ofEntity),
    auto: isAuto ? (typeof auto === 'object' ? auto : {}) : undefined,
    guarded: allGuarded || route.guarded,
  };
}

/**
 * Whether what the decorator says of the current state is said of this route. On a method it is. On a class it is said of the
 * resource that the class is about: of the routes that name one of many, or, where none of the class does, of the class's own
 * path. What is below (`:id/stock`) and above (a list) has the tag of what it returns.
 */
function servesCurrent(route: RouteHandler, all: readonly RouteHandler[]): boolean {
  if (route.readOwn(TagMetadata)) return true;
  const named = all.filter(({ controller, namesOne }) => controller === route.controller && namesOne);
  if (named.length === 0) return route.isControllers;
  return route.namesOne && named.every(({ parameters }) => parameters.length >= route.parameters.length);
}

/** Whether `auto` gives a route a tag that none of its decorators does. */
export function isTaggedAnyway({ verb, hasRepresentation }: RouteHandler, auto: Settings['auto']): boolean {
  return auto !== false && verb === 'GET' && hasRepresentation;
}
