import { randomBytes } from 'node:crypto';

/** Nine digits of base 36 say when a version was made. Sixteen random characters make it unlike any other. */
const FORM = /^[0-9a-z]{9}\.[\w-]{16}$/;
const DIGITS = 9;
/** No clock is a day ahead: a text from a later time is no version. */
const FUTURE = 86_400_000;

/** Makes versions, each later than all it has seen: clocks differ, and a newer version must not look older. */
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
