import type { RememberedRequest } from '../options/remember-options.interface.js';
import type { Exchange } from '../request/exchange.js';
import { digest } from '../util/digest.js';
import { toMaybePromise, type MaybePromise } from '../util/maybe-promise.js';
import { PREFIX } from './groups.js';

/** The keys of a request in the store: of its entry, and of the versions of its groups. */
export interface EntryKeys {
  readonly entry: string;
  readonly groups: readonly string[];
}

/** These are part of every key: compressors select by the first, and CORS names the second in Vary. */
const ALWAYS = ['accept-encoding', 'origin'];
const LONGEST = 256;

const NO_CLIENT =
  'what its "rememberFor" answered names no client: answer a text that is not empty, or a finite number';
const CREDENTIALS =
  'a request has Authorization or Cookie, or a user, and may have an answer of its own. Say whose it is with ' +
  '"rememberFor: request => request.user?.id"; or, where all get the same, "rememberFor: \'everyone\'"';

/** The request fields that select a representation of a route, in lower case. */
export function selectingFields(vary: readonly string[]): readonly string[] {
  return [...new Set([...ALWAYS, ...vary.map((name) => name.toLowerCase())])];
}

/**
 * The keys of a request. Undefined where it is not to be remembered; a text where that is a mistake, which it tells.
 * @throws whatever a function of the application throws
 */
export function keysOf(exchange: Exchange, isShared: boolean): MaybePromise<EntryKeys | string | undefined> {
  const { groupKeys, rememberFor } = exchange.plan.remember!;
  const request = exchange.request as unknown as RememberedRequest;
  const groups = groupKeys(request);
  if (groups.length === 0) return undefined;
  if (!rememberFor && hasCredentials(request)) return CREDENTIALS;
  const client = toMaybePromise<unknown>(rememberFor ? rememberFor(request) : 'everyone');
  return client instanceof Promise
    ? client.then((each: unknown) => keysFor(each, exchange, groups, isShared))
    : keysFor(client, exchange, groups, isShared);
}

function keysFor(
  client: unknown,
  { plan, settings, request: { headers, originalUrl } }: Exchange,
  groups: readonly string[],
  isShared: boolean,
): EntryKeys | string | undefined {
  // A null from a database names nobody either.
  if (client === null || client === undefined) return undefined;
  if (!namesClient(client)) return NO_CLIENT;
  // A release that serialises differently has a namespace of its own.
  const parts: unknown[] = [
    settings.namespace || undefined,
    plan.name,
    headers['host'],
    originalUrl,
    String(client),
  ];
  for (const name of plan.remember!.selecting) parts.push(headers[name]);
  return { entry: entryKey(parts, isShared), groups };
}

/** Whether a request may have an answer of its own where no guard stands: a middleware may have found its user. */
function hasCredentials({ headers, user }: RememberedRequest): boolean {
  return (headers['authorization'] ?? headers['cookie'] ?? (user as unknown) ?? undefined) !== undefined;
}

function namesClient(client: unknown): client is string | number | bigint {
  if (typeof client === 'string') return client !== '';
  return typeof client === 'bigint' || Number.isFinite(client);
}

/** The key of what these parts select. Where others may read the store, it tells them nothing of a request. */
export function entryKey(parts: readonly unknown[], isShared: boolean): string {
  const text = isShared ? undefined : linesOf(parts);
  if (text !== undefined && text.length <= LONGEST) return text;
  // JSON, since a digest takes half a surrogate pair for any other; JSON escapes it.
  return `${PREFIX}tag:${digest(JSON.stringify(parts))}`;
}

/** A text that no other parts make, in half the time of JSON; undefined where a part is not one line. */
function linesOf(parts: readonly unknown[]): string | undefined {
  return parts.every(isLine) ? parts.join('\n') : undefined;
}

/** A field that is empty is not one that is absent, and only that one may leave its line empty. */
function isLine(part: unknown): boolean {
  return part === undefined || (typeof part === 'string' && part !== '' && !part.includes('\n'));
}
