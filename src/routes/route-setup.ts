import { Inject, Injectable, Logger, type Type } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { routeHandlersOf, type RouteHandler } from '../metadata/route-handlers.js';
import { SETTINGS, type Settings } from '../options/settings.js';
import type { Platform } from '../request/platform.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import { auditTable, unguardedWrites, type AuditedRoute } from './audit.js';
import { CorsWatch } from './cors-watch.js';
import { DecoratedRoutes } from './decorated-routes.js';
import { refuseMistakes } from './mistakes.js';
import { planRoute } from './plan-route.js';
import { platformOf } from './platform-of.js';
import { currentOfModules } from './shared-controller.js';
import { isSurrounded } from './surrounded.js';
import { isTaggedAnyway, routeTagOf, type RouteTags } from './route-tag.js';

/** Prepares every decorated route at start-up, before Nest registers the routes. */
@Injectable()
export class RouteSetup {
  private readonly logger = new Logger('EtagModule');

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
    private readonly adapters: EntityAdapters,
    private readonly routes: DecoratedRoutes,
    private readonly cors: CorsWatch,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @param ownModule the class of the module itself
   * @throws Error naming every route whose decorators contradict each other, with the fix
   */
  run(ownModule: Type): void {
    const first = [...this.modules.values()].find(({ metatype }) => metatype === ownModule);
    const isFirst = first!.providers.get(RouteSetup)!.instance === this;
    const all = isFirst ? routeHandlersOf(this.modules) : [];
    const tags = this.tagsOf(all);
    refuseMistakes(this.modules, all, tags, this.settings, ownModule);
    const platform = platformOf(this.host.httpAdapter, this.settings);
    if (tags.size === 0) return;
    platform.prepare();
    const audited = [...tags.keys()].flatMap((route) => this.setUp(route, tags, platform));
    if (this.settings.audit) this.audit(all, audited);
  }

  private tagsOf(all: readonly RouteHandler[]): RouteTags {
    const { auto } = this.settings;
    const guards = this.config.getGlobalGuards().length + this.config.getGlobalRequestGuards().length;
    const surroundings = {
      adapters: this.adapters,
      modules: this.modules,
      all,
      auto,
      allGuarded: guards > 0,
    };
    const routes = all.filter(
      (route) => route.decorated || route.takesIfMatch || isTaggedAnyway(route, auto),
    );
    return new Map(routes.map((route) => [route, routeTagOf(route, surroundings)]));
  }

  /** The route as it was set up; none where it has no representation, and is left alone. */
  private setUp(route: RouteHandler, tags: RouteTags, platform: Platform): AuditedRoute[] {
    if (!route.hasRepresentation) return [];
    const tag = tags.get(route)!;
    const readers = [...tags].filter(
      ([{ handler, controller }]) => handler === route.handler && controller === route.controller,
    );
    const current = currentOfModules(readers.map(([other, { reader }]) => [other, reader()]));
    const plan = { ...planRoute(route, tag, this.settings, isSurrounded(route, this.config)), current };
    this.routes.set(route, plan, platform);
    return [{ route, tag, plan }];
  }

  private audit(all: readonly RouteHandler[], routes: readonly AuditedRoute[]): void {
    if (routes.length === 0) return;
    this.logger.log(`Conditional requests:\n${auditTable(routes)}`);
    const warnings = [...unguardedWrites(all, routes), ...this.cors.warnings()];
    for (const warning of warnings) this.logger.warn(warning);
  }
}
