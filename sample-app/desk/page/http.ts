import type { Answer } from './answer.js';
import { bytesOf } from './bytes.js';
import type { Exchange, Ledger } from './ledger.js';
import { nextIsConfirmed } from './resource-timing.js';
import type { Settings } from './settings.js';

interface Copy {
  readonly tag: string;
  readonly text: string;
}

type Told = Pick<Exchange, 'method' | 'path' | 'precondition'> & Partial<Exchange>;

/** Sends requests, and writes each exchange into the ledger. */
export class Http {
  private readonly copies = new Map<string, Copy>();

  constructor(
    private readonly ledger: Ledger,
    private readonly settings: Settings,
  ) {}

  read(path: string): Promise<Answer> {
    return this.settings.keeper === 'page' ? this.readOrConfirm(path) : this.readByBrowser(path);
  }

  /** @param ifMatch the tag of what is changed; undefined where nothing is there yet */
  async write(method: string, path: string, ifMatch: string | undefined, body?: object): Promise<Answer> {
    const tag = this.settings.sendIfMatch ? ifMatch : undefined;
    const response = await fetch(path, {
      method,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(tag && { 'If-Match': tag }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const precondition = tag && `If-Match: ${tag}`;
    return this.enter({ method, path, precondition }, response, await response.text());
  }

  /** With a copy and a tag of our own, and without the browser's cache: a 304 is seen as what it is. */
  private async readOrConfirm(path: string): Promise<Answer> {
    const copy = this.copies.get(path);
    const response = await fetch(path, {
      cache: 'no-store',
      headers: copy ? { 'If-None-Match': copy.tag } : {},
    });
    const text = await response.text();
    const told = { method: 'GET', path, precondition: copy && `If-None-Match: ${copy.tag}` };
    if (response.status === 304 && copy) return this.enter(told, response, text, copy.text);
    const tag = response.headers.get('ETag');
    if (response.ok && tag) this.copies.set(path, { tag, text });
    else this.copies.delete(path);
    return this.enter(told, response, text);
  }

  /** The browser's cache asks the server each time, and answers with its copy where that still holds. */
  private async readByBrowser(path: string): Promise<Answer> {
    const confirmed = nextIsConfirmed(new URL(path, location.href).href);
    const response = await fetch(path, { cache: 'no-cache' });
    const text = await response.text();
    const told: Told = { method: 'GET', path, precondition: undefined };
    if (!(await confirmed)) return this.enter(told, response, text);
    const byBrowser: Told = { ...told, precondition: 'by the browser’s cache', status: 304 };
    return this.enter(byBrowser, response, '', text);
  }

  /** @param copy what stands for the body of a 304 */
  private enter(told: Told, response: Response, text: string, copy?: string): Answer {
    const tag = response.headers.get('ETag') ?? undefined;
    const [sent, saved] = [bytesOf(text), bytesOf(copy ?? '')];
    this.ledger.add({ at: new Date(), status: response.status, tag, sent, saved, ...told });
    return { status: response.status, tag, body: parse(copy ?? text) };
  }
}

/** What is not JSON, such as the page of a proxy that has lost its server, says nothing to us. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
