import { NotFoundException } from '@nestjs/common';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { VersionConflictException } from '../exceptions/version-conflict.exception.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';
import type { VersionedOptions } from '../options/etag-options.interface.js';
import { settingsFrom, type Settings } from '../options/settings.js';
import {
  evaluate,
  parsePreconditions,
  type CurrentState,
  type EntityTag,
  type Preconditions,
  type RequestHeaders,
} from '../rfc9110/index.js';
import { lastModifiedOf } from '../tags/last-modified.js';
import { FOREIGN } from '../tags/variants.js';
import { VersionTagger } from '../tags/version.tagger.js';
import { validatorsOf, type ValidatorRules } from '../tags/validators.js';
import { explained } from '../util/explained.js';
import { Checks, type Assurance } from './assurance.js';

/** The part of a route's plan that says which tag an entity has, and what its absence means. */
export interface VersionRules extends ValidatorRules {
  /** For messages. */
  readonly name: string;
  readonly creates: boolean;
  readonly absent?: 404 | 412;
  /** Undefined where the tag is not made of the bytes sent. */
  readonly bodyHash?: object | undefined;
}

/**
 * The condition under which a write may happen: what the client expects the resource to be. A handler takes it with
 * `@IfMatch()` and hands it to a `VersionedRepository`, or asserts it against the entity it is about to change.
 *
 * It remembers whether it was consumed: a 2xx to an If-Match that nothing evaluated is reported as a bug.
 *
 * @example
 * ```ts
 * return this.products.update({ id }, changes, expected); // in the WHERE of the UPDATE
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export class ExpectedVersion {
  /** `If-Match: *`: the resource must exist, in any state. */
  readonly any: boolean;
  /** `If-None-Match: *`: the resource must not exist yet. */
  readonly createOnly: boolean;
  /** The request has none of If-Match, If-None-Match and If-Unmodified-Since. */
  readonly unconditional: boolean;
  /**
   * The versions If-Match accepts, in the client's order: opaque-tags without their variant. Weak tags and those of
   * another namespace never match, and are left out.
   */
  readonly versions: readonly string[];
  /** If-Unmodified-Since, where it counts: not beside an If-Match (RFC 9110, 13.1.4). */
  readonly unmodifiedSince: Date | undefined;
  private readonly tags: readonly EntityTag[];
  private readonly checks = new Checks();

  /** The module makes one for each request; {@link ExpectedVersion.of} makes one for a test. */
  constructor(
    private readonly method: string,
    private readonly preconditions: Preconditions,
    private readonly plan: VersionRules,
    private readonly settings: Settings,
    /** The tag of the selected representation of a version. */
    private readonly select: (version: EntityTag) => EntityTag = (version) => version,
    private readonly restrict: () => object = () => ({}),
  ) {
    const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = preconditions;
    const listed = ifMatch?.kind === 'tags' ? ifMatch.tags : [];
    this.tags = listed.filter((tag) => tag !== FOREIGN && (settings.weakIfMatch || !tag.weak));
    this.any = ifMatch?.kind === 'any';
    this.createOnly = ifNoneMatch?.kind === 'any';
    this.unconditional = (ifMatch ?? ifNoneMatch ?? ifUnmodifiedSince) === undefined;
    this.versions = this.tags.map(({ opaque }) => opaque);
    this.unmodifiedSince =
      ifMatch || ifUnmodifiedSince === undefined ? undefined : new Date(ifUnmodifiedSince);
  }

  /**
   * Makes one by hand, for a unit test of what takes one.
   * @param headers of the client's request, by lower-cased name; without a precondition it is unconditional
   * @param options of the route: where the version of an entity is (default: its property `version`), and `creates`
   * @example
   * ```ts
   * await products.update({ id: 7 }, { price: 99 }, ExpectedVersion.of({ 'if-match': '"3"' }));
   * ```
   */
  static of(headers: RequestHeaders, options: VersionedOptions = {}): ExpectedVersion {
    const { creates = false, lastModified: source } = options;
    const lastModified = source === undefined ? undefined : lastModifiedOf(source);
    const rules = { name: 'ExpectedVersion.of()', creates, tagger: new VersionTagger(options), lastModified };
    return new ExpectedVersion('PUT', parsePreconditions(headers), rules, settingsFrom({}));
  }

  /**
   * What `@Versioned(Entity, { where })` says of the rows this request may see, for the key of a write:
   * `update({ id, ...expected.where }, changes, expected)`. Without that option it is empty.
   */
  get where(): object {
    return this.restrict();
  }

  /** Whether it was asserted, or handed to a store. */
  get consumed(): boolean {
    return this.checks.assurance !== 'none';
  }

  /** How sure it is that the preconditions held. @internal */
  get assurance(): Assurance {
    return this.checks.assurance;
  }

  /** A check that has not ended. It does not reject. @internal */
  get pending(): Promise<void> | undefined {
    return this.checks.pending;
  }

  /** Marks it as consumed, for a store of your own that puts it into its statement. */
  consume(): this {
    this.checks.compare();
    return this;
  }

  /**
   * Passes where every precondition of the request holds for this entity (RFC 9110, 13.2.2). It returns a promise only
   * where the tag function is asynchronous; `await` it in any case.
   *
   * A check is no guarantee: another writer may come between it and the write.
   *
   * @param entity the current state; `null` or `undefined` where there is none
   * @throws PreconditionFailedException (412) with the current tag
   * @throws NotFoundException (404) where there is no entity, the client expects one and the route says 404 of that
   */
  assert(entity: unknown): MaybePromise<void> {
    return this.checks.make(() => this.evaluate(entity));
  }

  /**
   * Ends a write that met another state than it expected: 404 where there is nothing (412 where the route says so), 412
   * with the current tag, or 409 where the request was unconditional.
   * @param entity the current state; `null` or `undefined` where there is none
   */
  async refuse(entity: unknown): Promise<never> {
    this.consume();
    const absent = entity === null || entity === undefined;
    if (absent && !this.isFailedByAbsence) throw new NotFoundException();
    if (this.unconditional) throw new VersionConflictException();
    const { etag } = absent ? {} : await validatorsOf(this.plan, entity);
    throw new PreconditionFailedException(etag && this.select(etag));
  }

  /**
   * The versions that a column may have, where If-Match alone decides; `versions` is undefined for any. Undefined where
   * the current state has to be read first: other preconditions have a say, or the tag is not made of this column.
   */
  decidedBy(column: string): { readonly versions: readonly string[] | undefined } | undefined {
    if (this.preconditions.ifNoneMatch || this.unmodifiedSince) return undefined;
    if (this.any || this.unconditional) return { versions: undefined };
    const { tagger } = this.plan;
    const versions = tagger instanceof VersionTagger ? tagger.versionsIn(this.tags, column) : undefined;
    return versions && { versions };
  }

  private evaluate(entity: unknown): MaybePromise<void> {
    if (entity === null || entity === undefined) return this.decide({ kind: 'absent' });
    this.refuseToGuess();
    return andThen(validatorsOf(this.plan, entity), (validators) => {
      this.decide({ kind: 'present', ...validators }, validators.etag);
    });
  }

  private get isFailedByAbsence(): boolean {
    const { creates, absent } = this.plan;
    return this.preconditions.ifMatch !== undefined && (creates || absent === 412);
  }

  /** @throws Error where only the bytes of a response would tell the tag of an entity */
  private refuseToGuess(): void {
    const { bodyHash, name } = this.plan;
    const { ifMatch, ifNoneMatch } = this.preconditions;
    if (!bodyHash || (ifMatch?.kind !== 'tags' && ifNoneMatch?.kind !== 'tags')) return;
    throw new Error(
      explained(
        'assert-with-a-body-hash',
        `${name}: assert(entity) cannot tell the tag of an entity, since @ETag() makes it of the bytes sent. ` +
          'Use @Versioned() or @ETag({ tag }) here.',
      ),
    );
  }

  private decide(state: CurrentState, current?: EntityTag): void {
    if (state.kind === 'absent' && this.preconditions.ifMatch && !this.isFailedByAbsence)
      throw new NotFoundException();
    const outcome = evaluate(this.method, this.preconditions, state, this.settings);
    if (outcome === 'perform') return;
    throw new PreconditionFailedException(current && this.select(current));
  }
}
