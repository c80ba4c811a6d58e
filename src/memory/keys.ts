import { hash } from 'node:crypto';

const PREFIX = 'nestjs-etag:';
/** A longer name of a group is hashed: it may come from a URL. */
const PLAIN = 64;

/** Where the generation of the whole store is: gone, where the store has lost what it held. */
export const WHOLE = `${PREFIX}all`;

export function groupKey(group: string): string {
  return group.length <= PLAIN ? `${PREFIX}group:${group}` : `${PREFIX}long-group:${digest(group)}`;
}

/**
 * The key of one representation, always of the same length.
 * @param parts all that selects it: the route, the host, the URL, fields of the request, whoever is asking
 */
export function entryKey(parts: readonly unknown[]): string {
  return `${PREFIX}tag:${digest(JSON.stringify(parts))}`;
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
