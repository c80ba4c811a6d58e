import type { EntityTag } from '../../rfc9110/index.js';
import { parseEntityTag, parseHttpDate } from '../../rfc9110/index.js';

/** Header fields as they are sent: a list sends one field line for each of its members. */
export type SentHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What a request consists of, beside the server it is sent to. */
export interface SentRequest {
  readonly method: string;
  /** Path and query, from the root of the server. */
  readonly path: string;
  readonly headers: SentHeaders;
  readonly body?: Uint8Array | undefined;
}

/** A response, octet by octet: nothing in it was decoded, stored or followed. */
export class Received {
  constructor(
    readonly status: number,
    readonly reason: string,
    /** Name, value, name, value … as they came. */
    readonly rawHeaders: readonly string[],
    readonly body: Buffer,
    /** Octets behind the header section of a response that must end there. */
    readonly stray: number,
    /** Octets of the whole response, its header section included. */
    readonly octets: number,
    /** From the first octet sent to the last one received. */
    readonly milliseconds: number,
  ) {}

  /** The value of a field, its lines joined with commas; undefined where the response lacks it. */
  field(name: string): string | undefined {
    const lines = this.rawHeaders.filter(
      (_, at) => at % 2 === 1 && this.rawHeaders[at - 1]!.toLowerCase() === name,
    );
    return lines.length > 0 ? lines.join(', ') : undefined;
  }

  /** The entity-tag, where the ETag field holds one. */
  get etag(): EntityTag | undefined {
    return parseEntityTag(this.field('etag') ?? '');
  }

  /** Epoch milliseconds, where the Last-Modified field holds a date. */
  get lastModified(): number | undefined {
    return parseHttpDate(this.field('last-modified') ?? '');
  }

  get isSuccess(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

/** A request and its response. */
export interface Exchange {
  readonly sent: SentRequest;
  readonly received: Received;
}
