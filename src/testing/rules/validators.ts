import { formatEntityTag, formatHttpDate } from '../../rfc9110/index.js';
import type { Received } from '../client/exchange.js';

const DAY = 86_400_000;
const DAYS = ['Sun', 'Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur'];

/** The validators of a response, as a client would send them back. */
export class Validators {
  constructor(private readonly received: Received) {}

  get hasTag(): boolean {
    return this.received.etag !== undefined;
  }

  get isStrong(): boolean {
    return this.received.etag?.weak === false;
  }

  get hasDate(): boolean {
    return this.received.lastModified !== undefined;
  }

  /** The entity-tag as it came. */
  get tag(): string {
    return this.received.etag ? formatEntityTag(this.received.etag) : '""';
  }

  get opaque(): string {
    return this.received.etag?.opaque ?? '';
  }

  /** The same opaque-tag, weak. */
  get weakTag(): string {
    return `W/"${this.opaque}"`;
  }

  /** A tag that no representation has. */
  get otherTag(): string {
    return `"other-${this.opaque}"`;
  }

  get date(): string {
    return formatHttpDate(this.time);
  }

  get olderDate(): string {
    return formatHttpDate(this.time - DAY);
  }

  get newerDate(): string {
    return formatHttpDate(this.time + DAY);
  }

  /** `Sunday, 06-Nov-94 08:49:37 GMT` */
  get rfc850Date(): string {
    const [, day, month, year, clock] = this.date.split(' ');
    return `${DAYS[new Date(this.time).getUTCDay()]}day, ${day}-${month}-${year!.slice(2)} ${clock} GMT`;
  }

  /** `Sun Nov  6 08:49:37 1994` */
  get asctimeDate(): string {
    const [name = '', day, month, year, clock] = this.date.split(' ');
    return `${name.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${clock} ${year}`;
  }

  get isoDate(): string {
    return new Date(this.time).toISOString();
  }

  private get time(): number {
    return this.received.lastModified ?? Date.now();
  }
}
