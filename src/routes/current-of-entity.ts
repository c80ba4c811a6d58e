import type { RouteHandler } from '../metadata/route-handlers.js';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import { routeOfRequest } from '../request/route-of-request.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import { CollectionTagger, type Envelope } from '../tags/collection.tagger.js';
import type { KnownEntity } from '../versioned/entity-adapters.js';

type Query = { readonly envelope?: Envelope };

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
  return (context) => {
    const request = context.switchToHttp().getRequest<LookupRequest>();
    const texts = Object.fromEntries(parameters.map(([name, param]) => [name, request.params[param]!]));
    const key = adapter.keyFrom(entity, texts);
    if (!key) return null;
    const row = { ...key, ...options.where?.(request) };
    if (options.replica && routeOfRequest(request)!.exchange.reads)
      return adapter.findOnReplica!(entity, row);
    return adapter.find(entity, row, options.alreadyApplied ? 'all' : 'validators');
  };
}

/** Asks the adapter for the keys and versions of the rows that a route lists; undefined where nobody knows them. */
function currentOfCollection(
  { entity, adapter }: KnownEntity,
  options: VersionedOptions,
): CurrentReader | undefined {
  const { collection } = options;
  if (!collection || !adapter.collection) return undefined;
  const tagger = new CollectionTagger(options);
  return async (context) => {
    const request = context.switchToHttp().getRequest<LookupRequest>();
    if (!isAboutTags(request)) return undefined;
    const query: Query | undefined = collection === true ? {} : await collection(request);
    if (!query) return undefined;
    const { envelope, ...rows } = query;
    const wanted = collection === true ? undefined : rows;
    const where = options.where?.(request);
    const found = await adapter.collection!(entity, wanted, envelope !== undefined, undefined, where);
    return found && tagger.stateOf(found, envelope);
  };
}

/** Whether nothing but tags may be answered: what `*`, If-Match and a date say of a list is for the handler to answer. */
function isAboutTags(request: LookupRequest): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = routeOfRequest(request)!.exchange.preconditions;
  return ifNoneMatch?.kind === 'tags' && !ifMatch && ifUnmodifiedSince === undefined;
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
