import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { EntityTag } from '../rfc9110/index.js';
import { andThen, type MaybePromise } from '../util/maybe-promise.js';
import { explained } from '../util/explained.js';
import type { Tagger } from './tagger.js';

/** Hides what tags are made of behind a keyed MAC (HMAC). The same secret makes the same tags on every server. */
export class TagMac {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(secret, 'utf8');
  }

  ofBody(algorithm: string, body: string | Uint8Array): string {
    return createHmac(algorithm, this.key).update(body).digest('base64url');
  }

  of(...texts: readonly string[]): string {
    return this.ofBody('sha256', JSON.stringify(texts));
  }
}

/**
 * A tagger whose tags tell nothing but whether they are the same. Entities that have an identity get different tags for
 * one version: otherwise a client could learn what each version's tag is from a resource of its own.
 */
export class MacTagger implements Tagger {
  readonly needs?: string;

  constructor(
    private readonly tagger: Tagger,
    private readonly mac: TagMac,
    private readonly identityOf: (entity: unknown) => string | undefined = () => '',
  ) {
    if (tagger.needs !== undefined) this.needs = tagger.needs;
  }

  /** @throws Error where an entity has a version, but not what identifies it */
  tagOf(entity: unknown): MaybePromise<EntityTag | undefined> {
    return andThen(this.tagger.tagOf(entity), (tag) => tag && this.withMac(tag, entity));
  }

  private withMac({ weak, opaque }: EntityTag, entity: unknown): EntityTag {
    const identity = this.identityOf(entity);
    if (identity !== undefined) return { weak, opaque: this.mac.of(identity, opaque) };
    throw new Error(
      explained(
        'secret-without-id',
        'with a "secret", the tag of an entity is made of its id and its version. Have "current" and the handler return both',
      ),
    );
  }
}
