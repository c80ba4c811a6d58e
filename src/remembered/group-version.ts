import { randomBytes } from 'node:crypto';

/**
 * A version is a text: when it was made, in nine digits of base 36 so that the order of texts is that of time, and
 * sixteen random characters, so that no two are the same.
 */
const FORM = /^[0-9a-z]{9}\.[\w-]{16}$/;
const DIGITS = 9;
/** Nobody's clock is a day ahead: such a text is none of ours. */
const FUTURE = 86_400_000;

/** Ids of versions, each later than those it has seen: clocks differ, and an older one must not look newer. */
export class VersionClock {
  private latest = 0;

  next(): string {
    this.latest = Math.max(Date.now(), this.latest + 1);
    return `${this.latest.toString(36).padStart(DIGITS, '0')}.${randomBytes(12).toString('base64url')}`;
  }

  see(version: string): void {
    this.latest = Math.max(this.latest, madeAt(version));
  }
}

export function isGroupVersion(value: unknown): value is string {
  return typeof value === 'string' && FORM.test(value) && madeAt(value) < Date.now() + FUTURE;
}

/** Epoch milliseconds, by the clock of the process that made it. */
export function madeAt(version: string): number {
  return Number.parseInt(version.slice(0, DIGITS), 36);
}
