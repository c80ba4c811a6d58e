import { textOf } from '../tags/text-of.js';
import type { ExpectedVersion } from './expected-version.js';

/** Writes where the version is one of these, or whatever it is where they are undefined; null where no row matched. */
export type Write<R> = (versions: readonly string[] | undefined) => Promise<R | null>;

/** What is to be written. */
export interface Target {
  /** The property that is its version. */
  readonly version: string;
  /** Null where there is none. */
  readonly current: () => Promise<object | null>;
}

/** How often a write reads the current version, where any is allowed and others keep writing. */
const ATTEMPTS = 10;

/**
 * Writes where the target is what the client expects. Where If-Match alone decides, this is the one statement that
 * writes; otherwise the current state is read first, and its version goes into the statement.
 * @throws PreconditionFailedException (412), VersionConflictException (409), NotFoundException (404)
 */
export async function compareAndSet<R>(
  expected: ExpectedVersion,
  target: Target,
  write: Write<R>,
): Promise<R> {
  expected.consume();
  const decides = expected.decidedBy(target.version);
  if (!decides) return afterLookingAtIt(expected, target, write);
  const written = decides.versions?.length === 0 ? null : await write(decides.versions);
  return written ?? expected.refuse(await target.current());
}

export function versionOf(row: object, version: string): string | undefined {
  return textOf(row[version as keyof object]);
}

async function afterLookingAtIt<R>(
  expected: ExpectedVersion,
  target: Target,
  write: Write<R>,
  attempts = ATTEMPTS,
): Promise<R> {
  const current = await target.current();
  await expected.assert(current);
  const version = current ? versionOf(current, target.version) : undefined;
  const written = version === undefined ? null : await write([version]);
  if (written !== null) return written;
  // Another writer came between. Tags can be compared again, but not a date: both changes may have been made within
  // its second (RFC 9110, 8.8.2.2).
  if (!current || attempts <= 1 || expected.unmodifiedSince) return expected.refuse(await target.current());
  return afterLookingAtIt(expected, target, write, attempts - 1);
}
