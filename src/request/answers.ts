import { HttpStatus, type HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { codeOf } from '../exceptions/is-precondition-exception.js';
import { PreconditionFailedException } from '../exceptions/precondition-failed.exception.js';
import { RangeNotSatisfiableException } from '../exceptions/range-not-satisfiable.exception.js';
import type { Settings } from '../options/settings.js';
import {
  formatEntityTag,
  formatHttpDate,
  leftOutOnNotModified,
  mergeVary,
  parseHttpDate,
} from '../rfc9110/index.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

const BODILESS = {
  'not-modified': HttpStatus.NOT_MODIFIED,
  'already-applied': HttpStatus.NO_CONTENT,
} as const;

/** Validators, and how long a success is fresh: in HTTP's own fields, in those for one cache (RFC 9213), and in older ones. */
const OF_SUCCESS =
  /^(?:etag|last-modified|expires|(?:.+-)?cache-control|surrogate-control|edge-control|x-accel-expires)$/;

/** What no text beside it can have on the wire, since Node writes both as UTF-8. */
export const OBS_TEXT = /[\x80-\xff]/;

/** Milliseconds. No handler keeps a process from making a new Date for longer. */
const JUST_NOW = 60_000;

/** Sets what every successful response of the route carries, its 304 included. */
export function describe({ plan, codings }: Exchange, head: Pick<ResponseHead, 'get' | 'set'>): void {
  if (plan.cacheControl !== undefined && head.get('cache-control') === undefined) {
    head.set('Cache-Control', plan.cacheControl);
  }
  // A compressor adds the field to what it compresses, if at all; a 304 is sent before it could.
  const vary = codings?.vary(plan) ? [...plan.vary, 'Accept-Encoding'] : plan.vary;
  if (vary.length > 0) head.set('Vary', mergeVary(head.get('vary'), vary));
}

/** Shows the validators that are selected. A date that the application set itself stays; its tag may be coded since. */
export function showValidators({ selected, hasOwnTag }: Exchange, head: ResponseHead): void {
  const { etag, lastModified } = selected;
  const text = etag && formatEntityTag(etag);
  if (hasOwnTag) head.remove('etag');
  if (text && head.get('etag') === undefined) head.set('ETag', text);
  if (lastModified === undefined || head.get('last-modified') !== undefined) return;
  head.set('Last-Modified', formatHttpDate(lastModified));
  // Node makes a Date once in a second, and later where a handler lets nothing else run: it must not be the earlier one.
  const now = Date.now();
  if (now - lastModified < JUST_NOW) head.set('Date', formatHttpDate(now));
}

/** The body to be sent behind a tag: bytes where a text would change the tag. */
export function bodyBehind<T>(etag: unknown, body: T): T | Buffer {
  return typeof body === 'string' && OBS_TEXT.test(String(etag)) ? Buffer.from(body) : body;
}

/** The modification date that a head has, whoever set it. */
export function lastModifiedOf(head: ResponseHead): number | undefined {
  return dateOf(head.get('last-modified'));
}

/** @param value of Last-Modified @param made where there is none yet */
export function dateOf(value: string | undefined, made?: number): number | undefined {
  return value === undefined ? made : parseHttpDate(value);
}

/** Makes a head that of an error of the application's, where it was that of a stream. */
export function undescribe({ stream, plan }: Exchange, head: ResponseHead): void {
  if (!stream) return;
  stream.takeBack();
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
  showValidators(exchange, head);
  remove(
    head,
    leftOutOnNotModified(head.names(), (name) => head.get(name)),
  );
  head.status = BODILESS[answer];
}

/** Makes a head that of an error. A 412 carries the current ETag; a 428 must not be stored (RFC 6585, 3). */
export function prepareError(error: HttpException, head: ResponseHead): void {
  const names = head.names();
  remove(head, [...names.filter((name) => OF_SUCCESS.test(name)), ...leftOutOnNotModified(names)]);
  if (error instanceof PreconditionFailedException && error.current) {
    head.set('ETag', formatEntityTag(error.current));
  }
  if (error instanceof RangeNotSatisfiableException) head.set('Content-Range', `bytes */${error.size}`);
  if (error.getStatus() === HttpStatus.PRECONDITION_REQUIRED) head.set('Cache-Control', 'no-store');
}

/** Makes a response an error, and returns its body: Nest's own form, or problem details (RFC 9457, 3.1). */
export function writeError(
  error: HttpException,
  head: ResponseHead,
  { errors, problemTypes }: Pick<Settings, 'errors' | 'problemTypes'>,
): string {
  prepareError(error, head);
  const status = error.getStatus();
  head.status = status;
  const isProblem = errors === 'problem';
  head.set('Content-Type', isProblem ? 'application/problem+json' : 'application/json; charset=utf-8');
  const code = codeOf(error);
  const type = code ? `${problemTypes}${code}` : 'about:blank';
  const problem = { type, title: STATUS_CODES[status], status, detail: error.message };
  return JSON.stringify(isProblem ? problem : error.getResponse());
}

function remove(head: ResponseHead, names: readonly string[]): void {
  for (const name of names) head.remove(name);
}
