import { hash } from 'node:crypto';

/** The SHA-256 of a text, in base64url. In one go, which is two or three times as fast as a Hash for short texts. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
