import type { Exchange } from './exchange.js';
import type { Validators } from '../tags/validators.js';
import { formatEntityTag, formatHttpDate, mergeVary } from '../rfc9110/index.js';
import type { ResponseHead } from './response-head.interface.js';

const ACCEPT_ENCODING: readonly string[] = ['Accept-Encoding'];

/** Sets what every successful response of the route carries, its 304 included. */
export function describe({ plan, codings }: Exchange, head: ResponseHead): void {
  if (plan.cacheControl !== undefined && head.get('cache-control') === undefined) {
    head.set('Cache-Control', plan.cacheControl);
  }
  // Compressors say it of what they compress; a 304 comes before they could.
  const vary = codings ? [...plan.vary, ...ACCEPT_ENCODING] : plan.vary;
  if (vary.length > 0) head.set('Vary', mergeVary(head.get('vary'), vary));
}

/** Sets the validators the client gets to see, under those the handler set itself. */
export function setValidators(head: ResponseHead, { etag, lastModified }: Validators): void {
  if (etag && head.get('etag') === undefined) head.set('ETag', formatEntityTag(etag));
  if (lastModified !== undefined && head.get('last-modified') === undefined) {
    head.set('Last-Modified', formatHttpDate(lastModified));
  }
}

/** An error is no representation of the resource; what was set for a stream was set before it could fail. */
export function undescribe({ stream, plan }: Exchange, head: ResponseHead): void {
  if (!stream) return;
  stream.close();
  head.remove('etag');
  head.remove('last-modified');
  if (head.get('cache-control') === plan.cacheControl) head.remove('cache-control');
}

/** An interceptor made a success of an exception of ours, whose header fields were set already. */
export function undoError(head: ResponseHead): void {
  for (const name of ['etag', 'cache-control', 'content-range']) head.remove(name);
}
