import { createHmac, createSecretKey, type Hmac, type KeyObject } from 'node:crypto';

/**
 * Hides what tags are made of behind a keyed MAC (HMAC), so that edit counts and guessable contents do not leak. The
 * same secret makes the same tags on every server.
 */
export class TagMac {
  private readonly key: KeyObject;

  constructor(secret: string) {
    this.key = createSecretKey(secret, 'utf8');
  }

  /** A MAC to be fed, with any digest `crypto.getHashes()` names. */
  mac(algorithm: string): Hmac {
    return createHmac(algorithm, this.key);
  }

  /** The MAC of some texts, as an opaque-tag. No two lists of texts are the same to it. */
  seal(...texts: readonly string[]): string {
    return this.mac('sha256').update(JSON.stringify(texts)).digest('base64url');
  }
}
