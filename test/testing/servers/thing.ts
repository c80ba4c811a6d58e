/** The one resource of the faulty server, and its representations. */
import { gzipSync } from 'node:zlib';
import { formatHttpDate, type CurrentState } from 'nestjs-etag/rfc9110';
import type { Fault } from './faults.js';

export interface Representation {
  readonly body: Buffer;
  readonly state: CurrentState & { readonly kind: 'present'; readonly lastModified: number };
  readonly headers: Readonly<Record<string, string>>;
}

export type Has = (fault: Fault) => boolean;

const START = Date.UTC(2026, 0, 1);
let randoms = 0;

export class Thing {
  /** Writes that are being handled. */
  busy = 0;
  private version = 1;
  private name: unknown = 'Lamp';

  constructor(private readonly has: Has) {}

  write(name: unknown): void {
    this.name = name;
    this.version++;
  }

  /** Each version was made a second after the one before. */
  get modified(): number {
    return START + this.version * 1000;
  }

  represent(acceptEncoding: string | undefined): Representation {
    const { has } = this;
    const isCoded = acceptEncoding?.includes('gzip') ?? false;
    const time = has('tag-before-content') ? { now: randoms++ } : {};
    const plain = Buffer.from(JSON.stringify({ id: 1, name: this.name, ...time }));
    const opaque = this.opaque(isCoded);
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'private, max-age=0',
      'last-modified': formatHttpDate(this.modified),
      ...(has('tag-missing') ? {} : { etag: has('tag-unquoted') ? opaque : `"${opaque}"` }),
      ...(has('coding-no-vary') ? {} : { vary: 'Accept-Encoding' }),
      ...(isCoded ? { 'content-encoding': 'gzip' } : {}),
    };
    if (has('tag-missing')) Reflect.deleteProperty(headers, 'last-modified');
    const known = isCoded && has('coding-unknown-tag') ? `${opaque}-sent` : opaque;
    const etag = has('tag-missing') || has('tag-unquoted') ? undefined : { weak: false, opaque: known };
    return {
      body: isCoded ? gzipSync(plain) : plain,
      state: { kind: 'present', etag, lastModified: this.modified },
      headers,
    };
  }

  private opaque(isCoded: boolean): string {
    if (this.has('tag-constant')) return isCoded ? 'same-gzip' : 'same';
    if (this.has('tag-random')) return `random${randoms++}`;
    return `v${this.version}${isCoded && !this.has('coding-one-tag') ? '-gzip' : ''}`;
  }
}
