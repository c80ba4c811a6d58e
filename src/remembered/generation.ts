import { randomBytes } from 'node:crypto';

/**
 * A generation is a text: when it was made, in nine digits of base 36 so that the order of texts is that of time, and
 * sixteen random characters, so that no two are the same.
 */
const FORM = /^[0-9a-z]{9}\.[\w-]{16}$/;
const DIGITS = 9;
/** Nobody's clock is a day ahead: such a text is none of ours. */
const FUTURE = 86_400_000;

/** Ids of generations, each later than those it has seen: clocks differ, and an older one must not look newer. */
export class GenerationClock {
  private latest = 0;

  next(): string {
    this.latest = Math.max(Date.now(), this.latest + 1);
    return `${this.latest.toString(36).padStart(DIGITS, '0')}.${randomBytes(12).toString('base64url')}`;
  }

  see(generation: string): void {
    this.latest = Math.max(this.latest, madeAt(generation));
  }
}

export function isGeneration(value: unknown): value is string {
  return typeof value === 'string' && FORM.test(value) && madeAt(value) < Date.now() + FUTURE;
}

/** Epoch milliseconds, by the clock of the process that made it. */
export function madeAt(generation: string): number {
  return Number.parseInt(generation.slice(0, DIGITS), 36);
}
