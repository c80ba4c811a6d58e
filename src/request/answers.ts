import { HttpStatus, type HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { RangeNotSatisfiableException } from '../exceptions/range-not-satisfiable.exception.js';
import type { Exchange } from './exchange.js';
import type { Settings } from '../options/settings.js';
import { formatEntityTag, isKeptOnNotModified } from '../rfc9110/index.js';
import type { ResponseHead } from './response-head.interface.js';
import { describe, setValidators } from './header-fields.js';

/** The answers that have no body: the validators of the current state say it all. */
const BODILESS = {
  'not-modified': HttpStatus.NOT_MODIFIED,
  'already-applied': HttpStatus.NO_CONTENT,
} as const;

/** Makes the head of a response that of the 304 (RFC 9110, 15.4.5) or 204 in its place. */
export function writeBodiless(answer: keyof typeof BODILESS, exchange: Exchange, head: ResponseHead): void {
  if (answer === 'not-modified') describe(exchange, head);
  setValidators(head, exchange.selected);
  const hasEtag = head.get('etag') !== undefined;
  for (const name of head.names()) if (!isKeptOnNotModified(name, hasEtag)) head.remove(name);
  head.status = BODILESS[answer];
}

/**
 * Makes the head of a response that of an error, before anybody is asked for its body: what described a success goes. A 412
 * carries the current ETag, so that the client can recover; a 428 forbids storing it.
 */
export function prepareError(error: HttpException, head: ResponseHead): void {
  for (const name of head.names()) if (!isKeptOnNotModified(name, false)) head.remove(name);
  for (const name of ['etag', 'last-modified', 'cache-control']) head.remove(name);
  if (error instanceof PreconditionFailedException && error.current) {
    head.set('ETag', formatEntityTag(error.current));
  }
  if (error instanceof RangeNotSatisfiableException) head.set('Content-Range', `bytes */${error.size}`);
  if (error.getStatus() === HttpStatus.PRECONDITION_REQUIRED) head.set('Cache-Control', 'no-store');
}

/** Makes a response an error of ours, and returns its body: Nest's own error shape, or problem details (RFC 9457). */
export function writeError(error: HttpException, head: ResponseHead, errors: Settings['errors']): string {
  const status = error.getStatus();
  prepareError(error, head);
  head.status = status;
  const isProblem = errors === 'problem';
  head.set('Content-Type', isProblem ? 'application/problem+json' : 'application/json; charset=utf-8');
  return JSON.stringify(isProblem ? problemOf(error, status) : error.getResponse());
}

/** https://www.rfc-editor.org/rfc/rfc9457#section-3.1 */
function problemOf(error: HttpException, status: number): object {
  return { type: 'about:blank', title: STATUS_CODES[status], status, detail: error.message };
}
