import { OptimisticLockVersionMismatchError, QueryFailedError } from 'typeorm';
import { conflictOf as conflictOfLibrary } from '../versioned/conflicts.js';
import type { Conflict } from '../versioned/entity-adapter.interface.js';

export function conflictOf(error: unknown): Conflict | undefined {
  const isTypeOrms = error instanceof OptimisticLockVersionMismatchError || error instanceof QueryFailedError;
  return isTypeOrms ? conflictOfLibrary(error) : undefined;
}
