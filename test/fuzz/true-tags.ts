/** The tags that were shown of a room: which versions they belong to, and that a strong one names one content. */
import type { Command } from './arbitraries.js';
import type { StrictResponse } from './connection.js';

export class TrueTags {
  /** In the order they were shown, the newest last. */
  readonly newest: string[] = [];
  private readonly byVersion = new Map<number, Set<string>>();
  private readonly contents = new Map<string, string>();

  of(version: number): ReadonlySet<string> {
    return this.byVersion.get(version) ?? new Set();
  }

  /** @param version that the room has now */
  learn({ method, range }: Command, { status, headers, body }: StrictResponse, version: number): string[] {
    const { etag } = headers;
    // What is said of the methods of a room is no representation of it.
    if (etag === undefined || method === 'OPTIONS') return [];
    if (!/^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(etag)) return [`no entity-tag: ${etag}`];
    this.newest.push(etag);
    this.byVersion.set(version, new Set(this.of(version)).add(etag));
    const isWhole = method === 'GET' && status === 200 && range === undefined;
    if (!isWhole || etag.startsWith('W/')) return [];
    const content = `${headers['content-encoding'] ?? 'identity'} ${body.toString('base64')}`;
    const known = this.contents.get(etag);
    this.contents.set(etag, content);
    return known === undefined || known === content ? [] : [`two contents of ${etag}`];
  }
}
