import { describe, lastModifiedOf, writeBodiless } from './answers.js';
import { answerTo, present } from './before-handler.js';
import { codingIn, codingOf, retag } from './content-coding.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/** Keeps how a response came to be coded, for the next one like it, and tags it again. Its head is still to be written. */
export function finishCoding(exchange: Exchange, head: ResponseHead): void {
  const { codings, method, plan, ownCoding, validators } = exchange;
  const coding = codingIn(head);
  const varies = coding !== ownCoding || /\baccept-encoding\b/i.test(String(head.get('vary')));
  if (varies) codings!.learnVary(plan);
  describe(exchange, head);
  const { etag } = validators;
  if (method === 'HEAD') {
    if (etag && codingOf(exchange, coding, etag, 'pending') === undefined) head.remove('etag');
    return;
  }
  retag(exchange, head, coding);
  if (etag && method === 'GET' && head.status === 200) codings!.learn(exchange, etag, coding);
}

/**
 * Makes the head of a read that of its 304, where its client has it in the coding that a compressor has decided for.
 * @returns whether it is one now
 */
export function becomesNotModified(exchange: Exchange, head: ResponseHead): boolean {
  const { conditional, method, selected, stream } = exchange;
  // A stream is on its way already.
  if (!conditional || method !== 'GET' || head.status !== 200 || stream || !selected.etag) return false;
  const state = present({ etag: selected.etag, lastModified: lastModifiedOf(head) });
  if (answerTo(exchange, state) !== 'not-modified') return false;
  exchange.finished = true;
  writeBodiless('not-modified', exchange, head);
  return true;
}
