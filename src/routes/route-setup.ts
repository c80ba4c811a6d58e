import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { PreconditionFilter } from '../filters/precondition.filter.js';
import { DecoratedRoutes } from '../interceptors/decorated-routes.js';
import { DISPATCH } from '../interceptors/dispatch.js';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import { RouteHandler, routeHandlersOf } from '../metadata/route-handlers.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import { PlanRegistry } from '../request/plan-registry.js';
import { SETTINGS, type Settings } from '../options/settings.js';
import { ResponsePlatform } from '../request/platform.js';
import { SelfRequests } from '../self-request/self-requests.js';
import { auditTable, unguardedWrites, type AuditedRoute } from './audit.js';
import { mistakesOf } from './check-route.js';
import { bindLast, unbind } from './enhancers.js';
import { CorsWatch } from './cors-watch.js';
import { guardHandler } from './guarded-handler.js';
import { isDirect } from './is-direct.js';
import { planRoute } from './plan-route.js';
import { isTaggedAnyway, resolveTag, type ResolvedTag } from './tag-source.js';

/** Prepares every decorated route at start-up, before Nest registers the routes. */
@Injectable()
export class RouteSetup {
  private readonly logger = new Logger('EtagModule');

  constructor(
    private readonly modules: ModulesContainer,
    private readonly plans: PlanRegistry,
    private readonly adapters: EntityAdapters,
    private readonly platform: ResponsePlatform,
    private readonly cors: CorsWatch,
    private readonly selfRequests: SelfRequests,
    private readonly decorated: DecoratedRoutes,
    private readonly interceptor: EtagInterceptor,
    private readonly filter: PreconditionFilter,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly config: ApplicationConfig,
  ) {}

  /** Guards given to `app.useGlobalGuards()`, or provided as APP_GUARD in whatever scope. */
  private get allGuarded(): boolean {
    return this.config.getGlobalGuards().length + this.config.getGlobalRequestGuards().length > 0;
  }

  /** @throws Error naming every route whose decorators contradict each other, with the fix */
  run(): void {
    const all = routeHandlersOf(this.modules);
    const { auto } = this.settings;
    const routes = all.filter(
      (route) => route.decorated || route.takesIfMatch || isTaggedAnyway(route, auto),
    );
    const ask = (route: RouteHandler) => this.selfRequests.askedBy(route, all);
    const surroundings = { adapters: this.adapters, ask, auto, allGuarded: this.allGuarded };
    const resolved = routes.map((route) => [route, resolveTag(route, surroundings)] as const);
    const mistakes = resolved.flatMap(([route, tag]) => mistakesOf(route, tag, this.settings));
    if (mistakes.length > 0) throw new Error(`EtagModule cannot start:\n- ${mistakes.join('\n- ')}`);
    this.platform.prepare();
    const audited = resolved.flatMap(([route, tag]) => this.setUp(route, tag));
    if (this.settings.audit) this.audit(all, audited);
  }

  private audit(all: readonly RouteHandler[], routes: readonly AuditedRoute[]): void {
    if (routes.length === 0) return;
    this.logger.log(`Conditional requests:\n${auditTable(routes)}`);
    const warnings = [...unguardedWrites(all, routes), ...this.cors.warnings()];
    for (const warning of warnings) this.logger.warn(warning);
  }

  /** The route as it was set up; none where it has no representation, and is left alone. */
  private setUp(route: RouteHandler, tag: ResolvedTag): AuditedRoute[] {
    const plan = planRoute(route, tag, this.settings);
    const direct = isDirect(route, plan, this.config);
    unbind(route.controller);
    if (!route.hasRepresentation) {
      unbind(route.handler);
      return [];
    }
    const handler = guardHandler(route);
    bindLast(handler, {
      interceptor: direct ? undefined : route.verb === 'ALL' ? this.interceptor : DISPATCH,
      filter: route.decorated ? PreconditionFilter : this.filter,
    });
    this.platform.mark(
      handler,
      plan,
      this.decorated.of(plan, route.controller, handler, direct ? undefined : this.interceptor),
    );
    this.plans.register(handler, plan);
    return [{ route, tag, plan }];
  }
}
