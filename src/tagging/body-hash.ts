import { createHash, hash } from 'node:crypto';
import type { EntityTag } from '../rfc9110/index.js';

/** A body as it goes out: text is sent, and hashed, as UTF-8. */
export type Body = string | Uint8Array;

/** Tags a representation with the digest of its exact bytes (RFC 9110, 8.8.3.3: a strong tag names bytes). */
export class BodyHash {
  constructor(
    private readonly algorithm: string,
    private readonly weak: boolean,
  ) {}

  tagOf(body: Body): EntityTag {
    return { weak: this.weak, opaque: hash(this.algorithm, body, 'base64url') };
  }

  /** The same tag of bytes that come piece by piece, of which no more than one piece is kept. */
  async tagOfStream(body: AsyncIterable<Uint8Array>): Promise<EntityTag> {
    const digest = createHash(this.algorithm);
    for await (const piece of body) digest.update(piece);
    return { weak: this.weak, opaque: digest.digest('base64url') };
  }
}

/** Whether this build of Node knows a digest. */
export function isKnownHash(algorithm: string): boolean {
  try {
    return hash(algorithm, '', 'base64url').length > 0;
  } catch {
    return false;
  }
}
