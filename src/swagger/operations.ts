import type { OpenAPIObject } from '@nestjs/swagger';
import type { PlannedRoute } from '../routes/audit.js';
import { conditionsOf, type Conditions } from './conditions.js';
import { takeMark } from './route-marks.js';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;

/** An operation of the document, and what the decorators of its route come to. */
export interface ConditionalOperation {
  readonly operation: Operation;
  /** Parameters that the document has for every operation of the path. */
  readonly shared: NonNullable<PathItem['parameters']>;
  readonly conditions: Conditions;
}

/** The operations whose routes are ours. None of the document's carries a mark after that. */
export function operationsOf(
  { paths, webhooks }: OpenAPIObject & { readonly webhooks?: OpenAPIObject['paths'] },
  routes: readonly PlannedRoute[],
): ConditionalOperation[] {
  // A webhook is a request that the application sends.
  for (const item of Object.values(webhooks ?? {}))
    for (const [, operation] of operationsIn(item)) takeMark(operation, routes);
  return Object.entries(paths).flatMap(([path, item]) =>
    operationsIn(item).flatMap(([method, operation]) => {
      const planned = routeAt(path, takeMark(operation, routes));
      const conditions = planned && conditionsOf(planned, method.toUpperCase());
      return conditions ? [{ operation, shared: item.parameters ?? [], conditions }] : [];
    }),
  );
}

function operationsIn(item: PathItem): [method: string, operation: Operation][] {
  const members = Object.entries(item) as [string, unknown][];
  return members.filter(([, member]) => isOperation(member)) as [string, Operation][];
}

function isOperation(member: unknown): boolean {
  return typeof member === 'object' && member !== null && 'responses' in member;
}

/** Of the routes with one handler, the one whose path is the end of this: in front are a prefix and a version. */
function routeAt(path: string, routes: readonly PlannedRoute[]): PlannedRoute | undefined {
  const whole = `/${unnamed(path)}`;
  const [best] = routes
    .map((planned) => ({ planned, length: lengthAtEnd(whole, planned) }))
    .toSorted((one, other) => other.length - one.length);
  return best?.planned;
}

/** How much of a path is that of a route: -1 for nothing. */
function lengthAtEnd(whole: string, { route }: PlannedRoute): number {
  const ends = route.paths.map((path) => `/${unnamed(path)}`).filter((end) => whole.endsWith(end));
  return Math.max(-1, ...ends.map(({ length }) => length));
}

/** `:id`, `{id}`, `*rest` are one parameter each, whatever its name and pattern. */
function unnamed(path: string): string {
  const segments = path.split('/').filter(Boolean);
  return segments.map((segment) => segment.replaceAll(/\{\w+\}|[:*]\w+(?:\([^)]*\))?/g, '{}')).join('/');
}
