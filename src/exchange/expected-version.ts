import { NotFoundException } from '@nestjs/common';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import type { MaybePromise } from '../interfaces/maybe-promise.interface.js';
import type { RoutePlan } from '../plan/route-plan.interface.js';
import type { Settings } from '../plan/settings.js';
import { evaluate, type CurrentState, type Preconditions } from '../rfc9110/index.js';
import { validatorsOf, type Validators } from './validators.js';

/**
 * The condition under which a write may happen: what the client expects the resource to be. A handler takes it
 * with `@IfMatch()` and asserts it against the entity it is about to change.
 *
 * @example
 * ```ts
 * const product = await this.products.findOneBy({ id });
 * if (!product) throw new NotFoundException();
 * await expected.assert(product);
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export class ExpectedVersion {
  /** `If-Match: *`: any current state will do, as long as there is one. */
  readonly any: boolean;
  /** The request carries none of If-Match, If-None-Match and If-Unmodified-Since: nothing is expected. */
  readonly unconditional: boolean;
  /** The opaque-tags If-Match accepts, in the client's order; weak ones are left out, they never match. */
  readonly versions: readonly string[];

  /** Made by the module for each request; a test of a service may make one of its own. */
  constructor(
    private readonly method: string,
    private readonly preconditions: Preconditions,
    private readonly plan: RoutePlan,
    private readonly settings: Settings,
  ) {
    const { ifMatch, ifNoneMatch, ifUnmodifiedSince } = preconditions;
    const tags = ifMatch?.kind === 'tags' ? ifMatch.tags : [];
    this.any = ifMatch?.kind === 'any';
    this.unconditional = (ifMatch ?? ifNoneMatch ?? ifUnmodifiedSince) === undefined;
    this.versions = tags.filter(({ weak }) => settings.weakIfMatch || !weak).map(({ opaque }) => opaque);
  }

  /**
   * Passes where every precondition of the request holds for this entity, in the order of RFC 9110, 13.2.2:
   * If-Match, If-Unmodified-Since and If-None-Match alike. A promise only where the tag function is asynchronous;
   * `await` it in any case.
   *
   * @param entity the current state; `null` or `undefined` where there is none
   * @throws PreconditionFailedException (412) with the current tag
   * @throws NotFoundException (404) where there is no entity, the client expects one and the route creates none
   */
  assert(entity: unknown): MaybePromise<void> {
    if (entity === null || entity === undefined) return this.decide({ kind: 'absent' });
    const validators = validatorsOf(this.plan, entity);
    return validators instanceof Promise ? validators.then(this.decideOn) : this.decideOn(validators);
  }

  private readonly decideOn = (validators: Validators): void =>
    this.decide({ kind: 'present', ...validators });

  private decide(state: CurrentState): void {
    if (state.kind === 'absent' && this.preconditions.ifMatch && !this.plan.creates)
      throw new NotFoundException();
    const outcome = evaluate(this.method, this.preconditions, state, this.settings);
    if (outcome === 'perform') return;
    throw new PreconditionFailedException(state.kind === 'present' ? state.etag : undefined);
  }
}
