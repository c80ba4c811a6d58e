import type { HttpException } from '@nestjs/common';
import type { Settings } from '../options/settings.js';
import type { SentContent } from '../ranges/content-in-ranges.js';
import { isConditional, type EntityTagList, type Preconditions } from '../rfc9110/index.js';
import { NO_VALIDATORS, type Validators } from '../tags/validators.js';
import type { ExpectedVersion } from '../versioned/expected-version.js';
import type { ConditionalRequest, RouteContext } from './route-context.js';
import type { RoutePlan } from './route-plan.interface.js';
import type { SeenCodings } from './seen-codings.js';
import { sentPreconditions } from './sent-preconditions.js';

/** How a request is answered in the handler's stead. */
export type Answer = 'not-modified' | 'already-applied' | HttpException;

/** One request on a decorated route: its preconditions, what is known of the resource, and what was decided. */
export class Exchange {
  readonly settings: Settings;
  readonly request: ConditionalRequest;
  readonly method: string;
  /** GET and HEAD: the methods whose false If-None-Match is a 304 (13.1.2). */
  readonly reads: boolean;
  /** As the client sent them where the request reads; in terms of versions where it writes. */
  readonly preconditions: Preconditions;
  /** Whether a precondition applies to the method: If-Modified-Since counts for GET and HEAD only (13.1.3). */
  readonly conditional: boolean;
  /** The validators of the version that the handler returned. */
  validators: Validators = NO_VALIDATORS;
  /** The validators of the selected representation: of its variant, or of the current state where that answers. */
  selected: Validators = NO_VALIDATORS;
  /** Whether the handler set the tag itself. That tag is the one of a variant already. */
  hasOwnTag = false;
  /** The content coding of the response, as far as it is known; empty for none. */
  coding = '';
  /** The content coding that the handler chose itself, as soon as it is known; empty for none. */
  ownCoding: string | undefined;
  /** Whether a compressor may code the response, after it was tagged. */
  awaitsCoding = false;
  /** The media type of the file that the handler returned. */
  fileType: string | undefined;
  /** What was decided in the handler's stead. It is sent whatever interceptors make of it. */
  answer: Answer | undefined;
  began = false;
  /** What the handler returned: a value, or a promise of Node's own. */
  returned: unknown;
  /** Fields that a 304 from `current` would carry, as they were before the handler. */
  carried: readonly (string | undefined)[] | undefined;
  /** Whether the preconditions were found to hold against the current state. */
  evaluated = false;
  /** The exception of the module whose header fields are set. */
  thrown: HttpException | undefined;
  /** The stream whose header fields are set. Something else may be sent in its place. */
  stream: (Omit<SentContent, 'content'> & { readonly content: unknown }) | undefined;
  /** Whether the answer is on its way: nothing is decided any more. */
  finished = false;
  expected: ExpectedVersion | undefined;
  /** What the preconditions were compared with before the handler. */
  decidedFrom: 'remembered' | 'current' | undefined;
  /** Milliseconds spent in `current`. Measured while somebody listens to decisions, as is the next. */
  currentTime: number | undefined;
  /** Bytes of the body, before any content coding. */
  length: number | undefined;

  /** @param codings where the response may be coded after it was tagged: those that responses like it came to have */
  constructor(
    readonly context: RouteContext,
    readonly plan: RoutePlan,
    readonly codings: SeenCodings | undefined,
  ) {
    this.settings = plan.settings;
    this.request = context.request;
    this.method = this.request.method;
    this.reads = this.method === 'GET' || this.method === 'HEAD';
    const preconditions = sentPreconditions(this.request, this.settings.tagSuffixes);
    this.preconditions = this.reads ? preconditions : inVersions(preconditions, plan);
    this.conditional = this.reads ? isConditional(preconditions) : guards(preconditions);
  }
}

function guards({ ifMatch, ifNoneMatch, ifUnmodifiedSince }: Preconditions): boolean {
  return (ifMatch ?? ifNoneMatch ?? ifUnmodifiedSince) !== undefined;
}

/** The preconditions of a write in terms of versions: which variant of a version the client has read does not matter. */
export function inVersions(preconditions: Preconditions, plan: RoutePlan): Preconditions {
  const { ifMatch, ifNoneMatch } = preconditions;
  if (ifMatch?.kind !== 'tags' && ifNoneMatch?.kind !== 'tags') return preconditions;
  return {
    ...preconditions,
    ...(ifMatch && { ifMatch: versionsIn(ifMatch, plan) }),
    ...(ifNoneMatch && { ifNoneMatch: versionsIn(ifNoneMatch, plan) }),
  };
}

function versionsIn(list: EntityTagList, { variants }: RoutePlan): EntityTagList {
  return list.kind === 'tags'
    ? { kind: 'tags', tags: list.tags.map((tag) => variants.versionOf(tag)) }
    : list;
}
