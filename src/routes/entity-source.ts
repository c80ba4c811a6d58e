import type { ExecutionContext } from '@nestjs/common';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import type { KnownEntity } from '../versioned/entity-adapters.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import { collectionReader } from './collection-source.js';

/** What the ORM's metadata says, under what the decorator says. */
export function entityOptions({ description }: KnownEntity, options: VersionedOptions): VersionedOptions {
  const { version, key, lastModified } = description;
  // The date is a column of an entity; an envelope that has a member of its name means something else.
  const dated = lastModified !== undefined && !options.items && !options.collection;
  return { column: version, id: key, ...(dated && { lastModified }), ...options };
}

/** Asks the adapter for the version and date of the entity a URL names; undefined where the route names none. */
export function entityReader(
  route: RouteHandler,
  known: KnownEntity,
  options: VersionedOptions,
): CurrentReader | undefined {
  if (options.collection) return collectionReader(known, options);
  const parameters = keyParameters(route, known, options);
  if (!parameters) return undefined;
  const { entity, adapter } = known;
  return (context: ExecutionContext) => {
    const { params } = context.switchToHttp().getRequest<LookupRequest>();
    const texts = Object.fromEntries(parameters.map(([name, param]) => [name, params[param]!]));
    const key = adapter.keyFrom(entity, texts);
    return key ? adapter.find(entity, key, options.alreadyApplied ? 'all' : 'validators') : null;
  };
}

/** Each property of the key, and the route parameter that holds it. */
function keyParameters(
  route: RouteHandler,
  { description: { key } }: KnownEntity,
  { param }: VersionedOptions,
): [string, string][] | undefined {
  const given = route.parameters;
  if (!param && key.every((name) => given.includes(name))) return key.map((name) => [name, name]);
  const only = param ?? (given.length === 1 ? given[0] : undefined);
  return key.length === 1 && only !== undefined ? [[key[0]!, only]] : undefined;
}
