import { hash } from 'node:crypto';

const PREFIX = 'nestjs-etag:';
/** A longer name of a group is hashed: it may come from a URL. */
const PLAIN = 64;
/** The same of what selects a representation. */
const SHORT = 256;

/** Where the generation of the whole store is: gone, where the store has lost what it held. */
export const WHOLE = `${PREFIX}all`;

/** Whether these are names of groups: texts, and not empty. There may be none of them. */
export function areGroupNames(names: unknown): names is readonly string[] {
  return Array.isArray(names) && names.every((name) => typeof name === 'string' && name !== '');
}

export function groupKey(group: string): string {
  return group.length <= PLAIN ? `${PREFIX}group:${group}` : `${PREFIX}long-group:${digest(group)}`;
}

/**
 * The key of one representation.
 * @param parts all that selects it: the route, the host, the URL, fields of the request, whoever is asking
 * @param isShared whether others may read the store: then the key tells them nothing of a request
 */
export function entryKey(parts: readonly unknown[], isShared: boolean): string {
  const text = JSON.stringify(parts);
  return isShared || text.length > SHORT ? `${PREFIX}tag:${digest(text)}` : text;
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
