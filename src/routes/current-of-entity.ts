import type { ExecutionContext } from '@nestjs/common';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import type { RouteHandler } from '../metadata/route-handlers.js';
import type { KnownEntity } from '../versioned/entity-adapters.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import { currentOfCollection } from './current-of-collection.js';

/** What the ORM's metadata says, under what the decorator says. */
export function entityOptions({ description }: KnownEntity, options: VersionedOptions): VersionedOptions {
  const { version, key, lastModified } = description;
  // The date is a column of an entity; an envelope that has a member of its name means something else.
  const dated = lastModified !== undefined && !options.items && !options.collection;
  return { column: version, id: key, ...(dated && { lastModified }), ...options };
}

/** Asks the adapter for the version and date of the entity a URL names; undefined where the route names none. */
export function currentOfEntity(
  route: RouteHandler,
  known: KnownEntity,
  options: VersionedOptions,
): CurrentReader | undefined {
  if (options.collection) return currentOfCollection(known, options);
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
export function keyParameters(
  { parameters, namesOne }: RouteHandler,
  { description: { key } }: KnownEntity,
  { param }: VersionedOptions,
): [string, string][] | undefined {
  const [only] = key;
  if (key.length > 1 || only === undefined) {
    return key.every((name) => parameters.includes(name)) ? key.map((name) => [name, name]) : undefined;
  }
  const isNamed = namesOne && (parameters.length === 1 || parameters.at(-1) === only);
  const holder = param ?? (isNamed ? parameters.at(-1) : undefined);
  return holder === undefined ? undefined : [[only, holder]];
}

/** What is wrong where a parameter has the key's name, and another one comes after it: which of them names the entity is a guess. */
export function keyIsNoGuess(
  { parameters }: RouteHandler,
  { entity, description: { key } }: KnownEntity,
  { param }: VersionedOptions,
): string | undefined {
  const [only] = key;
  if (param !== undefined || key.length > 1 || !parameters.includes(only!) || parameters.at(-1) === only)
    return undefined;
  const choices = parameters.map((name) => `{ param: '${name}' }`).join(' or ');
  return `which of its parameters is the key of ${entity.name} would be a guess. Say it: ${choices}.`;
}
