/** `express-preconditions`, which answers before the handler, on Express. */
import type { RequestHandler } from 'express';
import preconditions from 'express-preconditions';
import { STATES } from '../cases.js';
import type { State } from '../case.interface.js';
import { isFuture, startExpress } from './express.js';
import { validatorFields } from './resource.js';
import type { Precondition, System } from './system.interface.js';

const ALL: readonly Precondition[] = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
];

export const EXPRESS_PRECONDITIONS: System = {
  name: 'express-preconditions',
  ours: false,
  offers: {
    reads: ALL,
    writes: ALL,
    // Its documentation says that If-Range is not supported.
    ranges: false,
    has: ({ hashed, recognises, lastModified }) => !hashed && !recognises && !isFuture(lastModified),
  },
  start: () => startExpress((name) => [middlewareFor(STATES[name]!)]),
};

/** It is asked what the resource has, and no more: whether a request is turned away is the handler's own business. */
function middlewareFor(state: State): RequestHandler {
  const { ETag: etag, 'Last-Modified': lastModified } =
    state.exists === false ? {} : (validatorFields(state) as Record<string, string>);
  return preconditions({
    stateAsync: () => Promise.resolve({ etag, lastModified }),
    ...(!state.required && { requiredWith: [] }),
  });
}
