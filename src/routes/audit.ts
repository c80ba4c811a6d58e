import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagMetadata } from '../metadata/route-metadata.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import type { KnownEntity } from '../versioned/entity-adapters.js';
import { keyParameters } from './current-of-entity.js';
import type { RouteTag } from './route-tag.js';

/** A decorated route with all that was worked out of it. */
export interface AuditedRoute {
  readonly route: RouteHandler;
  readonly tag: RouteTag;
  readonly plan: RoutePlan;
}

const HEADINGS = ['route', 'method', 'tag', 'current state', 'write', 'precondition'] as const;

/** One line a route: where its tag and its current state come from, what guards its writes, and the policy. */
export function auditTable(routes: readonly AuditedRoute[]): string {
  const rows = [HEADINGS, ...routes.map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}

function rowOf({ route, tag, plan }: AuditedRoute): readonly string[] {
  const writes = route.overwrites;
  return [
    route.name,
    route.verb,
    tagSource(tag, plan),
    currentSource(route, tag),
    writes ? guardOf(route, tag) : '-',
    writes || plan.policy !== 'optional' ? plan.policy : '-',
  ];
}

function tagSource({ kind, options }: RouteTag, plan: RoutePlan): string {
  if (kind === 'versioned') return `column ${[options.column ?? 'version'].flat().join(', ')}`;
  if (options.tag) return 'function';
  return plan.bodyHash ? 'hash of the body' : '-';
}

/** Whether the version is part of the write shows only as it is written: a store that compares is more than this says. */
function guardOf({ takesIfMatch }: RouteHandler, { hasCurrent }: RouteTag): string {
  return takesIfMatch || hasCurrent ? 'checked' : 'none';
}

function currentSource(route: RouteHandler, { options, known, hasCurrent }: RouteTag): string {
  const { current } = options;
  if (!hasCurrent) return '-';
  if (!current) return ofEntity(route, known!, options);
  const token = typeof current === 'object' ? current.inject : current;
  return typeof token === 'function' ? token.name : String(token);
}

/** `Product by :id`: whoever reads the table sees which parameter is the key. */
function ofEntity(route: RouteHandler, known: KnownEntity, options: RouteTag['options']): string {
  const parameters = options.collection ? undefined : keyParameters(route, known, options);
  const by = parameters?.map(([, parameter]) => `:${parameter}`).join(', ');
  return by ? `${known.entity.name} by ${by}` : known.entity.name;
}

/**
 * Routes that overwrite what other routes of their controller give tags to, and carry no decorator: a client that sends
 * them If-Match is not heard.
 */
export function unguardedWrites(all: readonly RouteHandler[], routes: readonly AuditedRoute[]): string[] {
  const tagged = new Map(
    routes
      // A tag of `auto` is for caches: nobody meant it for writes.
      .filter(({ route, plan }) => route.read(TagMetadata) && (plan.tagger ?? plan.bodyHash))
      .map(({ route }) => [route.controller, route.name]),
  );
  return all
    .filter((route) => route.overwrites && !route.read(TagMetadata) && tagged.has(route.controller))
    .map(
      ({ name, verb, controller }) =>
        `${name} (${verb}) does not evaluate If-Match, although ${tagged.get(controller)} sends a tag. ` +
        'Give it @ETag() or @Versioned(), or @NoETag() if it means to.',
    );
}
