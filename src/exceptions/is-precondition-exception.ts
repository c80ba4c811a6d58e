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

export function isPreconditionException(
  error: unknown,
): error is InstanceType<(typeof PRECONDITION_EXCEPTIONS)[number]> {
  return PRECONDITION_EXCEPTIONS.some((type) => error instanceof type);
}
