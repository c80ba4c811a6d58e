import { MalformedPreconditionException } from './malformed-precondition.exception.js';
import { PreconditionFailedException } from './precondition-failed.exception.js';
import { PreconditionRequiredException } from './precondition-required.exception.js';
import { RangeNotSatisfiableException } from './range-not-satisfiable.exception.js';
import { VersionConflictException } from './version-conflict.exception.js';

/** The exceptions whose header fields are the module's, and whose body too where no other filter catches them. */
export const PRECONDITION_EXCEPTIONS = [
  PreconditionFailedException,
  PreconditionRequiredException,
  MalformedPreconditionException,
  VersionConflictException,
  RangeNotSatisfiableException,
] as const;

type PreconditionException = InstanceType<(typeof PRECONDITION_EXCEPTIONS)[number]>;

export function isPreconditionException(error: unknown): error is PreconditionException {
  return PRECONDITION_EXCEPTIONS.some((type) => error instanceof type);
}

/** What an exception is called in docs/errors.md, in problems and in decisions; undefined for those of the application. */
export function codeOf(error: unknown) {
  if (error instanceof PreconditionFailedException) return 'precondition-failed';
  if (error instanceof PreconditionRequiredException) return 'precondition-required';
  if (error instanceof MalformedPreconditionException) return 'malformed-precondition';
  if (error instanceof VersionConflictException) return 'version-conflict';
  return error instanceof RangeNotSatisfiableException ? 'range-not-satisfiable' : undefined;
}
