import { Inject, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { NEST } from '../metadata/nest-metadata.js';
import { RouteHandler, routeHandlersOf } from '../metadata/route-handlers.js';
import { EntityAdapters } from '../plan/entity-adapters.js';
import { PlanRegistry } from '../plan/plan-registry.js';
import { SETTINGS, type Settings } from '../plan/settings.js';
import { DECORATED_ROUTE } from '../platform/fastify.platform.js';
import { ResponsePlatform } from '../platform/response-platform.js';
import { mistakesOf } from './check-route.js';
import { bindLast, unbind } from './enhancers.js';
import { guardHandler, isGuarded } from './guarded-handler.js';
import { planRoute } from './plan-route.js';
import { resolveTag, type ResolvedTag } from './tag-source.js';

/** Prepares every decorated route at start-up, before Nest registers the routes. */
@Injectable()
export class RouteSetup {
  constructor(
    private readonly modules: ModulesContainer,
    private readonly plans: PlanRegistry,
    private readonly adapters: EntityAdapters,
    private readonly platform: ResponsePlatform,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws Error naming every route whose decorators contradict each other, with the fix */
  run(): void {
    const routes = routeHandlersOf(this.modules).filter(
      ({ decorated, takesIfMatch }) => decorated || takesIfMatch,
    );
    const resolved = routes.map((route) => [route, resolveTag(route, this.adapters)] as const);
    const mistakes = resolved.flatMap(([route, tag]) => mistakesOf(route, tag, this.settings));
    if (mistakes.length > 0) throw new Error(`EtagModule cannot start:\n- ${mistakes.join('\n- ')}`);
    this.platform.prepare();
    for (const [route, tag] of resolved) this.setUp(route, tag);
  }

  private setUp(route: RouteHandler, tag: ResolvedTag): void {
    unbind(route.controller);
    if (!route.hasRepresentation) return unbind(route.handler);
    const handler = isGuarded(route.handler) ? route.handler : guardHandler(route);
    bindLast(handler);
    const config = Reflect.getMetadata(NEST.fastifyRouteConfig, handler) as object | undefined;
    Reflect.defineMetadata(NEST.fastifyRouteConfig, { ...config, [DECORATED_ROUTE]: true }, handler);
    this.plans.register(handler, planRoute(route, tag, this.settings));
  }
}
