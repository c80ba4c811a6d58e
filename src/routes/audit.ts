import type { RouteHandler } from '../metadata/route-handlers.js';
import { TagMetadata } from '../metadata/route-metadata.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { explained } from '../util/explained.js';
import { keyParameters } from './current-of-entity.js';
import { providerName } from './current-of-provider.js';
import type { RouteTag } from './route-tag.js';

/** A decorated route, and what its decorators come to. */
export interface PlannedRoute {
  readonly route: RouteHandler;
  readonly tag: RouteTag;
  readonly plan: RoutePlan;
}

const HEADINGS = ['route', 'method', 'tag', 'current state', 'write', 'precondition'] as const;

/** One line a route: where its tag and its current state come from, what guards its writes, and the policy. */
export function auditTable(routes: readonly PlannedRoute[]): string {
  const rows = [HEADINGS, ...routes.map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}

function rowOf({ route, tag, plan }: PlannedRoute): readonly string[] {
  const writes = route.overwrites;
  // A store that compares is more than a check. Whether there is one shows only as a write happens.
  const guard = route.takesIfMatch || tag.hasCurrent ? 'checked' : 'none';
  return [
    route.name,
    route.verb,
    tagColumn(tag, plan),
    tag.hasCurrent ? currentColumn(route, tag) : '-',
    writes ? guard : '-',
    writes || plan.policy !== 'optional' ? plan.policy : '-',
  ];
}

function tagColumn({ kind, options }: RouteTag, plan: RoutePlan): string {
  if (kind === 'version') return `column ${[options.column ?? 'version'].flat().join(', ')}`;
  if (kind === 'function') return 'function';
  return plan.bodyHash ? 'hash of the body' : '-';
}

/** `Product by :id`: whoever reads the table sees which parameter is the key. */
function currentColumn(route: RouteHandler, { options, known }: RouteTag): string {
  if (options.current) return providerName(options.current);
  const parameters = options.collection ? undefined : keyParameters(route, known!, options);
  const by = parameters?.map(([, parameter]) => `:${parameter}`).join(', ');
  return by ? `${known!.entity.name} by ${by}` : known!.entity.name;
}

/** The undecorated writes of controllers that send tags: nobody hears the If-Match of a client there. */
export function unguardedWrites(all: readonly RouteHandler[], routes: readonly PlannedRoute[]): string[] {
  const tagged = new Map(
    routes
      // A tag of `auto` is for caches: nobody meant it for writes.
      .filter(({ tag, plan }) => !tag.isAuto && (plan.tagger ?? plan.bodyHash))
      .map(({ route }) => [route.controller, route.name]),
  );
  return all
    .filter((route) => route.overwrites && !route.read(TagMetadata) && tagged.has(route.controller))
    .map(({ name, verb, controller }) =>
      explained(
        'write-ignores-if-match',
        `${name} (${verb}) does not evaluate If-Match, although ${tagged.get(controller)} sends a tag. ` +
          'Give it @ETag() or @Versioned(), or @NoETag() if it means to.',
      ),
    );
}
