import { hash } from 'node:crypto';
import type { EntityTag } from '../rfc9110/index.js';
import { TagMac } from './tag-mac.js';

/** A body as it goes out: text is sent, and hashed, as UTF-8. */
export type Body = string | Uint8Array;

export interface BodyHashOptions {
  readonly weak?: boolean | undefined;
  readonly mac?: TagMac | undefined;
  /** Bytes; what is larger has no tag. Default: no limit. */
  readonly maxSize?: number | undefined;
  /** What is streamed has no tag, though its file or its bytes could be asked for one. */
  readonly shallow?: boolean | undefined;
}

/** Tags a representation with the digest of its exact bytes (RFC 9110, 8.8.3.3: a strong tag names bytes). */
export class BodyHash {
  constructor(
    private readonly algorithm: string,
    private readonly options: BodyHashOptions = {},
  ) {}

  get shallow(): boolean {
    return this.options.shallow ?? false;
  }

  /**
   * Undefined where the body is larger than this is willing to hash.
   * @param metadata that tells representations with the same bytes apart; empty where there is none
   */
  tagOf(body: Body, metadata = ''): EntityTag | undefined {
    const { weak = false, maxSize = Infinity } = this.options;
    if (maxSize !== Infinity && Buffer.byteLength(body) > maxSize) return undefined;
    const opaque = this.digestOf(body);
    return { weak, opaque: metadata ? this.digestOf(`${opaque} ${metadata}`) : opaque };
  }

  /** The tag that stands in for it where the body is a file, which is never read for its tag. */
  ofFile({ weak, opaque }: EntityTag): EntityTag {
    const { weak: isWeak = false, mac } = this.options;
    return { weak: weak || isWeak, opaque: mac?.of(opaque) ?? opaque };
  }

  private digestOf(body: Body): string {
    // In one go, which is two or three times as fast as a Hash for small bodies.
    return this.options.mac?.ofBody(this.algorithm, body) ?? hash(this.algorithm, body, 'base64url');
  }
}

/** Whether this build of Node knows a digest and, where the module has a secret, can make a MAC with it. */
export function isKnownHash(algorithm: string, secret?: string): boolean {
  try {
    new BodyHash(algorithm, { mac: secret === undefined ? undefined : new TagMac(secret) }).tagOf('');
    return true;
  } catch {
    return false;
  }
}
