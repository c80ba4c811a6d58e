import { exchangeOf } from '../request/route-of-request.js';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import type { KnownEntity } from '../versioned/entity-adapters.js';
import type { CurrentReader } from '../request/route-plan.interface.js';
import type { Envelope } from '../tags/collection.tagger.js';
import { CollectionTagger } from '../tags/collection.tagger.js';

type Query = { readonly envelope?: Envelope };

/** Asks the adapter for the keys and versions of the rows a route lists; undefined where it lists none we know. */
export function currentOfCollection(
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
    const found = await adapter.collection!(entity, wanted, envelope !== undefined);
    return found && tagger.stateOf(found, envelope);
  };
}

/**
 * A 304 to a tag is all that may come of it: nobody can hold the tag of a list that differs. Whether the list exists
 * (`*`), and what If-Match and a date say of it, is the handler's to answer.
 */
function isAboutTags(request: LookupRequest): boolean {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = exchangeOf(request)!.preconditions;
  return ifNoneMatch?.kind === 'tags' && !ifMatch && ifUnmodifiedSince === undefined;
}
