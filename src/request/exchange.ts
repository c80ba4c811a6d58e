import type { ExecutionContext, HttpException } from '@nestjs/common';
import type { RoutePlan } from './route-plan.interface.js';
import type { Settings } from '../options/settings.js';
import {
  ignoresPreconditions,
  isConditional,
  NO_PRECONDITIONS,
  parsePreconditions,
  type Preconditions,
  type RequestHeaders,
} from '../rfc9110/index.js';
import { keepExchange } from './route-of-request.js';
import { ExpectedVersion } from '../versioned/expected-version.js';
import { inVersions } from './in-versions.js';
import type { SeenCodings } from './seen-codings.js';
import { selectedTag } from './selected-representation.js';
import { NO_VALIDATORS, type Validators } from '../tags/validators.js';

/** How a request is answered in the handler's stead. */
export type Answer = 'not-modified' | 'already-applied' | HttpException;

/** Header fields of a 200 that is remembered, as they were sent. */
export type RememberedFields = readonly (readonly [name: string, value: string])[];

/** What the module reads of a request; both platforms' requests have it. */
export interface ConditionalRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  /** The request target as it came. */
  readonly originalUrl?: string;
}

/** One request on a decorated route: its preconditions, what is known of the resource, and what was decided. */
export class Exchange {
  readonly method: string;
  /** As they came where the request reads; in terms of versions where it writes. */
  readonly preconditions: Preconditions;
  /** The validators of the version the handler returned. */
  validators: Validators = NO_VALIDATORS;
  /** The validators the client gets to see: of the variant it selects, or of the current state where that answers. */
  selected: Validators = NO_VALIDATORS;
  /** The handler set the tag itself, and named the variant with it. */
  hasOwnTag = false;
  /** The content coding of the response, as far as it is known; empty for none. */
  coding = '';
  /** Where the response may be coded after it was tagged: which codings responses like it came to have. */
  codings: SeenCodings | undefined;
  /** Decided in the handler's stead, to be sent by the filter or, at the latest, by the send stage. */
  answer: Answer | undefined;
  /** Where the request is, for whoever has to ask for the current state again. */
  context: ExecutionContext | undefined;
  /** The handler must not run: pipes still do, since their 400 and 404 win over 304 and 412 (13.2.1). */
  blocked = false;
  /** The handler was called. */
  began = false;
  /** What it returned, once it has. */
  returned: unknown;
  /** The preconditions were found to hold against the current state. */
  evaluated = false;
  /** The body is a stream, whose header fields had to be set before the send stage. */
  streaming = false;
  /** Takes back what only ranges of a stream have in their head, should something else be sent in their place. */
  takeBack: (() => void) | undefined;
  /** The answer is on its way: the send stage must not think again. */
  finished = false;
  /** What the 304 carries, where the tag that answers is a remembered one. */
  recalled: RememberedFields | undefined;
  private expectation: ExpectedVersion | undefined;

  constructor(
    readonly request: ConditionalRequest,
    readonly plan: RoutePlan,
    readonly settings: Settings,
  ) {
    this.method = request.method;
    const preconditions = ignoresPreconditions(request.method)
      ? NO_PRECONDITIONS
      : parsePreconditions(request.headers);
    this.preconditions = this.reads ? preconditions : inVersions(preconditions, plan);
  }

  /** Whether a precondition applies to the method: If-Modified-Since counts for GET and HEAD only (13.1.3). */
  get conditional(): boolean {
    if (this.reads) return isConditional(this.preconditions);
    const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = this.preconditions;
    return (ifMatch ?? ifNoneMatch ?? ifUnmodifiedSince) !== undefined;
  }

  /** GET and HEAD: the methods whose false If-None-Match is a 304 (13.1.2). */
  get reads(): boolean {
    return this.method === 'GET' || this.method === 'HEAD';
  }

  /** What `@IfMatch()` hands the handler. */
  get expected(): ExpectedVersion {
    return (this.expectation ??= new ExpectedVersion(
      this.method,
      this.reads ? inVersions(this.preconditions, this.plan) : this.preconditions,
      this.plan,
      this.settings,
      (version) => selectedTag(this, version),
    ));
  }
}

/** Opens the exchange of a request; it lives and dies with the request object. */
export function openExchange(request: ConditionalRequest, plan: RoutePlan, settings: Settings): Exchange {
  const exchange = new Exchange(request, plan, settings);
  keepExchange(request, exchange);
  return exchange;
}
