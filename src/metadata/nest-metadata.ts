/**
 * Metadata keys under which Nest's own decorators write. They stand here because Nest 11 and 12 export them from
 * different places. A test compares each with what the installed Nest really writes.
 */
export const NEST = {
  path: 'path',
  method: 'method',
  host: 'host',
  headers: '__headers__',
  version: '__version__',
  /** Written by `RouterModule`, with the application's id behind it. */
  modulePath: '__module_path__',
  interceptors: '__interceptors__',
  filters: '__exceptionFilters__',
  catches: '__filterCatchExceptions__',
  guards: '__guards__',
  routeArguments: '__routeArguments__',
  sse: '__sse__',
  redirect: '__redirect__',
  render: '__renderTemplate__',
  /** Written by `@MessagePattern()` and `@EventPattern()` of microservices. */
  messagePattern: 'microservices:pattern',
  /** Written by `@RouteConfig()` of platform-fastify; becomes `routeOptions.config` of the Fastify route. */
  fastifyRouteConfig: '__fastify_route_config__',
} as const;

/** What Nest's decorators have listed under a key, on each of the targets in turn. */
export function listed(key: string, ...targets: readonly object[]): unknown[] {
  return targets.flatMap((target) => (Reflect.getMetadata(key, target) ?? []) as unknown[]);
}
