import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * Hides what tags are made of behind a keyed MAC (HMAC), so that edit counts and guessable contents do not leak. The
 * same secret makes the same tags on every server.
 */
export class TagMac {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(secret, 'utf8');
  }

  /** The MAC of some bytes, with any digest `crypto.getHashes()` names that makes one. */
  ofBody(algorithm: string, body: string | Uint8Array): string {
    return createHmac(algorithm, this.key).update(body).digest('base64url');
  }

  /** The MAC of some texts. No two lists of texts are the same to it. */
  of(...texts: readonly string[]): string {
    return this.ofBody('sha256', JSON.stringify(texts));
  }
}
