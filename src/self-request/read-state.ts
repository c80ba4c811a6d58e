import { HttpStatus } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { parseEntityTag, parseHttpDate, type CurrentState } from '../rfc9110/index.js';
import type { BodyHash } from '../tags/body-hash.js';

/** What says that there is no current representation (RFC 9110, 15.5.5 and 15.5.11). */
const ABSENT: ReadonlySet<unknown> = new Set([HttpStatus.NOT_FOUND, HttpStatus.GONE]);

/**
 * The current state of a resource as the answer to a GET tells it: undefined where it tells nothing of the resource,
 * but of the client (401, 403), of the server (5xx), of another resource (3xx).
 *
 * The tag is the one the answer carries, which is what clients were given; without one, the hash of its bytes.
 *
 * @throws where the answer breaks off
 */
export async function readState(
  response: IncomingMessage,
  hash: BodyHash,
): Promise<CurrentState | undefined> {
  // To its end, whatever it is: a handler that fails halfway through a stream shows it by breaking off.
  const hashed = await hash.tagOfStream(response as AsyncIterable<Uint8Array>);
  if (ABSENT.has(response.statusCode)) return { kind: 'absent' };
  if (response.statusCode !== HttpStatus.OK) return undefined;
  const { etag, 'last-modified': modified } = response.headers;
  return {
    kind: 'present',
    etag: etag === undefined ? hashed : parseEntityTag(etag),
    lastModified: modified === undefined ? undefined : parseHttpDate(modified),
  };
}
