import { Inject, Injectable, Logger, type Type } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressPlatform } from '../express/express.platform.js';
import { FastifyPlatform } from '../fastify/fastify.platform.js';
import { listed, NEST } from '../metadata/nest-metadata.js';
import { routeHandlersOf, type RouteHandler } from '../metadata/route-handlers.js';
import { NodePlatform } from '../node/node.platform.js';
import { SETTINGS, type Settings } from '../options/settings.js';
import type { Platform } from '../request/platform.js';
import type { RoutePlan } from '../request/route-plan.interface.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import { explained } from '../util/explained.js';
import { auditTable, unguardedWrites, type PlannedRoute } from './audit.js';
import { copies, strays } from './check-modules.js';
import { pairMistakes } from './check-pairs.js';
import { mistakesOf } from './check-route.js';
import { CorsWatch } from './cors-watch.js';
import { currentOfModules } from './current-of-provider.js';
import { DecoratedRoutes } from './decorated-routes.js';
import { planRoute } from './plan-route.js';
import { routeTagsOf, type RouteTags } from './route-tag.js';

/** Prepares every decorated route at start-up, before Nest registers the routes. */
@Injectable()
export class RouteSetup {
  private readonly logger = new Logger('EtagModule');

  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
    private readonly adapters: EntityAdapters,
    private readonly routes: DecoratedRoutes,
    private readonly cors: CorsWatch,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @param adapter of the application that registers the routes; several may be made of one testing module
   * @throws Error naming every route whose decorators contradict each other, with the fix
   */
  run(ownModule: Type, adapter: AbstractHttpAdapter): void {
    const first = [...this.modules.values()].find(({ metatype }) => metatype === ownModule)!;
    const isFirst = first.providers.get(RouteSetup)!.instance === this;
    const all = isFirst ? routeHandlersOf(this.modules) : [];
    const tags = this.tagsOf(all, [...copies(this.modules, ownModule), ...strays(this.modules)]);
    const platform = platformOf(adapter);
    if (tags.size === 0) return;
    platform.prepare();
    const planned = this.plansOf(tags);
    for (const { route, plan } of planned) this.routes.set(route, plan, platform);
    if (this.settings.audit && planned.length > 0) this.audit(all, planned);
  }

  /**
   * What the decorators come to, for whoever describes the routes: before the start as after it, and without changing any.
   * @throws Error as {@link run} does
   */
  describe(): PlannedRoute[] {
    return this.plansOf(this.tagsOf(routeHandlersOf(this.modules)));
  }

  private tagsOf(all: readonly RouteHandler[], found: readonly string[] = []): RouteTags {
    const { adapters, modules, config, settings } = this;
    const allGuarded = config.getGlobalGuards().length + config.getGlobalRequestGuards().length > 0;
    const tags = routeTagsOf(all, { adapters, modules, settings, allGuarded });
    const mistakes = [
      ...found,
      ...[...tags].flatMap(([route, tag]) => mistakesOf(route, tag, settings)),
      ...pairMistakes(tags, all, settings),
    ];
    if (mistakes.length > 0) throw new Error(`EtagModule cannot start:\n- ${mistakes.join('\n- ')}`);
    return tags;
  }

  /** A route without a representation has no plan: it is left alone. */
  private plansOf(tags: RouteTags): PlannedRoute[] {
    const routes = [...tags.keys()].filter(({ hasRepresentation }) => hasRepresentation);
    return routes.map((route) => ({ route, tag: tags.get(route)!, plan: this.planOf(route, tags) }));
  }

  private planOf(route: RouteHandler, tags: RouteTags): RoutePlan {
    const { handler, controller } = route;
    const readers = [...tags].filter(
      ([other]) => other.handler === handler && other.controller === controller,
    );
    const current = currentOfModules(readers.map(([other, { reader }]) => [other, reader]));
    const surrounded = isSurrounded(route, this.config);
    return planRoute(route, tags.get(route)!, this.settings, { surrounded, current });
  }

  private audit(all: readonly RouteHandler[], routes: readonly PlannedRoute[]): void {
    this.logger.log(`Conditional requests:\n${auditTable(routes)}`);
    for (const warning of [...unguardedWrites(all, routes), ...this.cors.warnings()])
      this.logger.warn(warning);
  }
}

/** Whether what a handler returns goes through somebody else's hands before it is sent, if it is. */
function isSurrounded(
  { controller, handler, answersItself }: RouteHandler,
  config: ApplicationConfig,
): boolean {
  const globals = [...config.getGlobalInterceptors(), ...config.getGlobalRequestInterceptors()];
  const bound = listed(NEST.interceptors, controller, handler);
  if (globals.length + bound.length > 0 || answersItself) return true;
  return [NEST.render, NEST.redirect].some((key) => Reflect.hasMetadata(key, handler));
}

/** @throws Error naming the adapter with which routes are about to be registered, where the module does not know it */
function platformOf(adapter: AbstractHttpAdapter): Platform {
  const type: string = adapter.getType();
  if (type === 'fastify') return new FastifyPlatform(adapter);
  if (type === 'express') return new ExpressPlatform(adapter);
  if (type === 'node') return new NodePlatform(adapter);
  throw new Error(
    explained(
      'adapter-not-supported',
      `EtagModule: the HTTP adapter "${type}" is not supported; use Express, Fastify or Nest's NodeAdapter.`,
    ),
  );
}
