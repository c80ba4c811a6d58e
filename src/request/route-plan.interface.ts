import type { ExecutionContext, Type } from '@nestjs/common';
import type { LookupRequest } from '../options/current-resource.interface.js';
import type { AlreadyApplied } from '../options/etag-options.interface.js';
import type { PreconditionPolicy } from '../options/etag-module-options.interface.js';
import type { Settings } from '../options/settings.js';
import type { MaybePromise } from '../util/maybe-promise.js';
import type { RememberedRequest, RememberFor, TagGroups } from '../options/remember-options.interface.js';
import type { BodyHash } from '../tags/body-hash.js';
import type { LastModifiedOf } from '../tags/last-modified.js';
import type { Tagger } from '../tags/tagger.js';
import type { Variants } from '../tags/variants.js';

/** Asks what the target resource is now: an entity, `null` for absent, `undefined` for unknown. */
export type CurrentReader = (context: ExecutionContext) => MaybePromise<unknown>;

/** How the tags of a route are remembered. */
export interface RememberPlan {
  /**
   * The keys of the groups it belongs to; none for a request that is not to be remembered.
   * @throws whatever a function of the application throws
   */
  readonly groupKeys: (request: RememberedRequest) => readonly string[];
  /** Milliseconds; undefined: the module's default. */
  readonly ttl: number | undefined;
  /** Whose answer it is; undefined: everyone's, unless a request may be somebody's. */
  readonly rememberFor: RememberFor | undefined;
  /** The request fields that select the representation, in lower case. */
  readonly selecting: readonly string[];
}

/** All that a request needs to know of its route, worked out once at start-up. */
export interface RoutePlan {
  /** `ProductsController.update`, for messages. */
  readonly name: string;
  readonly settings: Settings;
  /** Whether preconditions are ours to evaluate; otherwise only header fields are added. */
  readonly conditional: boolean;
  /** `@NoETag()`: not even the platform's automatic tag. */
  readonly untagged: boolean;
  /** Whether interceptors, a view, a redirect or the handler's own `@Res()` stand between the handler and Nest. */
  readonly surrounded: boolean;
  /** The entity class the route is about, where an ORM adapter looks after it. */
  readonly entity: Type | undefined;
  /** Makes the tag from an entity; undefined where the tag is the hash of the body, or where there is none. */
  readonly tagger: Tagger | undefined;
  /** Makes the tag from the bytes sent; undefined where an entity makes it, or where there is none. */
  readonly bodyHash: BodyHash | undefined;
  readonly lastModified: LastModifiedOf | undefined;
  readonly current: CurrentReader | undefined;
  /** Which rows of the entity a request may see; undefined: all. */
  readonly where: ((request: LookupRequest) => object) | undefined;
  readonly alreadyApplied: AlreadyApplied | undefined;
  readonly creates: boolean;
  /** The status of an If-Match on what is absent. */
  readonly absent: 404 | 412;
  /** The handler takes `@IfMatch()`, so that it (or its store) evaluates what we could not. */
  readonly takesIfMatch: boolean;
  /** How a write without a usable precondition is met. */
  readonly policy: PreconditionPolicy;
  readonly cacheControl: string | undefined;
  /** How many ranges a request may name; undefined where the route serves none. */
  readonly maxRanges: number | undefined;
  readonly vary: readonly string[];
  /** Makes the tag of a variant from that of a version, and the other way round. */
  readonly variants: Variants;
  /** The request header fields that select a variant, in lower case; none where the tag names bytes. */
  readonly selectedBy: readonly string[];
  readonly remember: RememberPlan | undefined;
  /** The groups of remembered tags that end with a request. */
  readonly forgets: TagGroups | undefined;
}
