import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagMetadata } from '../metadata/route-metadata.js';
import type { Settings } from '../options/settings.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import type { EntityAdapters, KnownEntity } from '../versioned/entity-adapters.js';
import { currentOfEntity, entityOptions } from './current-of-entity.js';
import { currentOfProvider } from './current-of-provider.js';

/** Where the tag of a route comes from, with what an ORM's metadata adds to its decorator. */
export interface RouteTag {
  /** Undefined where no decorator of a tag stands on the route. */
  readonly kind: TagMetadata['kind'] | undefined;
  readonly options: TagMetadata['options'];
  readonly entity: Type | undefined;
  readonly known: KnownEntity | undefined;
  /** Whether the current state can be asked for. */
  readonly hasCurrent: boolean;
  /** Asks for the current state; undefined as well where no module provides what `current` asks. */
  readonly reader: CurrentReader | undefined;
  /** Whether the route has its tag from the module's option `auto`. */
  readonly isAuto: boolean;
  /** Whether guards of any kind stand before the route, so that clients may be told different things. */
  readonly guarded: boolean;
}

/** The tag of every route that is decorated, or tagged by `auto`. */
export type RouteTags = ReadonlyMap<RouteHandler, RouteTag>;

/** A developer's mistakes on one route: what is wrong, and the fix. */
export type Mistakes = Generator<string, void>;

/** What the tags of routes depend on beside their decorators. */
interface Surroundings {
  readonly adapters: EntityAdapters;
  readonly modules: ModulesContainer;
  readonly settings: Settings;
  readonly allGuarded: boolean;
}

export function routeTagsOf(all: readonly RouteHandler[], surroundings: Surroundings): RouteTags {
  const routes = all.filter(
    (route) => route.decorated || route.takesIfMatch || isTaggedAnyway(route, surroundings.settings),
  );
  return new Map(routes.map((route) => [route, routeTagOf(route, all, surroundings)]));
}

/** Whether `auto` gives a route a tag that none of its decorators does. */
function isTaggedAnyway({ verb, hasRepresentation }: RouteHandler, { auto }: Settings): boolean {
  return auto !== false && verb === 'GET' && hasRepresentation;
}

function routeTagOf(
  route: RouteHandler,
  all: readonly RouteHandler[],
  { adapters, modules, settings, allGuarded }: Surroundings,
): RouteTag {
  const isAuto = !route.read(TagMetadata) && isTaggedAnyway(route, settings);
  const { kind, entity, options: given = {} }: Partial<TagMetadata> = route.read(TagMetadata) ?? {};
  const known = entity && adapters.find(entity, given.source);
  const options = known ? entityOptions(known, given) : given;
  const current = servesCurrent(route, all) ? options.current : false;
  const ofEntity = known && current === undefined ? currentOfEntity(route, known, options) : undefined;
  return {
    kind: isAuto ? 'body' : kind,
    options,
    entity,
    known,
    hasCurrent: Boolean(current || ofEntity),
    reader: current ? currentOfProvider(current, route.module, modules) : ofEntity,
    isAuto,
    guarded: allGuarded || route.guarded,
  };
}

/**
 * Whether the `current` of a decorator is that of this route. On a class it is that of the routes that name one of many,
 * or else of the class's own path. A path below (`:id/stock`) or above (a list) has the tag of what it returns.
 */
function servesCurrent(route: RouteHandler, all: readonly RouteHandler[]): boolean {
  if (route.readOwn(TagMetadata)) return true;
  const named = all.filter(({ controller, namesOne }) => controller === route.controller && namesOne);
  if (named.length === 0) return route.isControllers;
  return route.namesOne && named.every(({ parameters }) => parameters.length >= route.parameters.length);
}

export function isTagged({ kind }: RouteTag): boolean {
  return kind !== undefined && kind !== 'none';
}

/** Whether its tag is made of an entity, and so can be told before the handler runs. */
export function isOfEntity({ kind }: RouteTag): boolean {
  return kind === 'version' || kind === 'function';
}
