import { randomBytes } from 'node:crypto';

/**
 * A version is a text. Nine digits of base 36 say when it was made, so that the order of texts is the order of time; sixteen
 * random characters see to it that no two are the same.
 */
const FORM = /^[0-9a-z]{9}\.[\w-]{16}$/;
const DIGITS = 9;
/** No clock is a day ahead: a text from a later time is no version. */
const FUTURE = 86_400_000;

/**
 * Makes versions. Each is later than all it has seen, because the clocks of machines differ, and a newer version must not
 * look older.
 */
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
