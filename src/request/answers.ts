import { HttpStatus, type HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { RangeNotSatisfiableException } from '../exceptions/range-not-satisfiable.exception.js';
import type { Settings } from '../options/settings.js';
import { formatEntityTag, formatHttpDate, isKeptOnNotModified, mergeVary } from '../rfc9110/index.js';
import type { Validators } from '../tags/validators.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

const BODILESS = {
  'not-modified': HttpStatus.NOT_MODIFIED,
  'already-applied': HttpStatus.NO_CONTENT,
} as const;

/** Sets what every successful response of the route carries, its 304 included. */
export function describe({ plan, codings }: Exchange, head: Pick<ResponseHead, 'get' | 'set'>): void {
  if (plan.cacheControl !== undefined && head.get('cache-control') === undefined) {
    head.set('Cache-Control', plan.cacheControl);
  }
  // A compressor adds the field to what it compresses; a 304 is sent before it could.
  const vary = codings ? [...plan.vary, 'Accept-Encoding'] : plan.vary;
  if (vary.length > 0) head.set('Vary', mergeVary(head.get('vary'), vary));
}

/** Sets validators, except for those that the handler set itself. */
export function setValidators(head: ResponseHead, { etag, lastModified }: Validators): void {
  if (etag && head.get('etag') === undefined) head.set('ETag', formatEntityTag(etag));
  if (lastModified !== undefined && head.get('last-modified') === undefined) {
    head.set('Last-Modified', formatHttpDate(lastModified));
  }
}

/** Makes a head that of an error of the application's, where it was that of a stream. */
export function undescribe({ stream, plan }: Exchange, head: ResponseHead): void {
  if (!stream) return;
  stream.close();
  remove(head, ['etag', 'last-modified']);
  if (head.get('cache-control') === plan.cacheControl) head.remove('cache-control');
}

/** Takes back what `prepareError` has set: an interceptor has made a success of it. */
export function undoError(head: ResponseHead): void {
  remove(head, ['etag', 'cache-control', 'content-range']);
}

/** Makes the head of a response that of the 304 (RFC 9110, 15.4.5) or 204 in its place. */
export function writeBodiless(
  answer: keyof typeof BODILESS,
  exchange: Exchange,
  head: ResponseHead,
): undefined {
  if (answer === 'not-modified') describe(exchange, head);
  setValidators(head, exchange.selected);
  removeContent(head, head.get('etag') !== undefined);
  head.status = BODILESS[answer];
}

/** Makes a head that of an error. A 412 carries the current ETag; a 428 must not be stored (RFC 6585, 3). */
export function prepareError(error: HttpException, head: ResponseHead): void {
  removeContent(head, true);
  remove(head, ['etag', 'cache-control']);
  if (error instanceof PreconditionFailedException && error.current) {
    head.set('ETag', formatEntityTag(error.current));
  }
  if (error instanceof RangeNotSatisfiableException) head.set('Content-Range', `bytes */${error.size}`);
  if (error.getStatus() === HttpStatus.PRECONDITION_REQUIRED) head.set('Cache-Control', 'no-store');
}

/** Makes a response an error, and returns its body: Nest's own form, or problem details (RFC 9457, 3.1). */
export function writeError(error: HttpException, head: ResponseHead, errors: Settings['errors']): string {
  prepareError(error, head);
  const status = error.getStatus();
  head.status = status;
  const isProblem = errors === 'problem';
  head.set('Content-Type', isProblem ? 'application/problem+json' : 'application/json; charset=utf-8');
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail: error.message };
  return JSON.stringify(isProblem ? problem : error.getResponse());
}

function removeContent(head: ResponseHead, hasEtag: boolean): void {
  for (const name of head.names()) if (!isKeptOnNotModified(name, hasEtag)) head.remove(name);
}

function remove(head: ResponseHead, names: readonly string[]): void {
  for (const name of names) head.remove(name);
}
