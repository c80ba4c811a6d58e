import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, SentRequest } from './sample.js';

/** An answer without what no two conversations have in common. */
export interface Told {
  readonly title: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Of every response, and of none in particular. */
const OF_CONNECTIONS = new Set(['date', 'connection', 'keep-alive']);

interface Product {
  readonly id: number;
  version: number;
  updatedAt: string;
}

/**
 * Takes out of answers what differs by nature, and nothing else:
 *
 * - times, where they are those that they should be: a write has a later one, and a read has that of the last write;
 * - where the versions of a new product start, which is 1 with TypeORM and random with the others: they are counted from
 *   1, in bodies and in tags alike. The tag of a list with such a product, and the lengths of bodies, follow from them.
 */
export class Report {
  /** Where the versions of products that were created start, by id. */
  private readonly starts = new Map<number, number>();
  private readonly times = new Map<number, string>();
  private readonly tagsOfLists = new Set<string>();
  private latest = 0;

  constructor(private readonly tick: number) {}

  /** Until a write that comes now has a later time than every one before. */
  async whenClockHasMoved(): Promise<void> {
    const ticks = (time: number) => Math.floor(time / this.tick);
    while (ticks(Date.now()) <= ticks(this.latest)) await sleep(1);
  }

  of(path: string, { method = 'GET' }: SentRequest, answer: Answer): Omit<Told, 'title'> {
    const { status, text } = answer;
    const isWrite = method !== 'GET' && status < 300;
    const body = this.body(text, status, isWrite);
    const headers = [...answer.headers].filter(([name]) => !OF_CONNECTIONS.has(name));
    const known = headers.map(([name, value]) => [name, this.header(name, value, path, answer)]);
    return { status, headers: Object.fromEntries(known) as Record<string, string>, body };
  }

  private body(text: string, status: number, isWrite: boolean): string {
    if (status >= 300 || text === '') return text;
    const value = JSON.parse(text) as Product | Product[];
    const products = [value].flat();
    for (const product of products) {
      if (status === 201) this.starts.set(product.id, product.version);
      product.version = this.counted(product.id, product.version);
      product.updatedAt = this.time(product, isWrite);
    }
    return JSON.stringify(value);
  }

  private counted(id: number, version: number): number {
    return version - (this.starts.get(id) ?? 1) + 1;
  }

  private time({ id, updatedAt }: Product, isWrite: boolean): string {
    const before = this.times.get(id);
    this.times.set(id, updatedAt);
    this.latest = Math.max(this.latest, Date.parse(updatedAt));
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(updatedAt)) return updatedAt;
    if (before === undefined) return 'a time';
    if (isWrite) return updatedAt > before ? 'a later time' : `${updatedAt}, not later than ${before}`;
    return updatedAt === before ? 'the same time' : `${updatedAt}, and ${before} before`;
  }

  private header(name: string, value: string, path: string, { text }: Answer): string {
    const id = Number(path.slice(1)) || Number(/^\{"id":(\d+)/.exec(text)?.[1]);
    if (name === 'etag') return this.tag(value, id, text);
    if (name === 'last-modified' && value === new Date(this.times.get(id) ?? 0).toUTCString())
      return 'its time';
    if (name === 'content-length' && text !== '' && Number(value) === Buffer.byteLength(text))
      return 'that of the body';
    return value;
  }

  private tag(tag: string, id: number, text: string): string {
    const [, version] = /^"(\d+)"$/.exec(tag) ?? [];
    if (version !== undefined) return `"${this.counted(id, Number(version))}"`;
    if (
      text.startsWith('[') &&
      (JSON.parse(text) as Product[]).some((product) => this.starts.has(product.id))
    )
      this.tagsOfLists.add(tag);
    return this.tagsOfLists.has(tag) ? 'of a list with a new product' : tag;
  }
}
