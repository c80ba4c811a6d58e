import { Inject, Injectable, Logger, type Type } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressPlatform } from '../express/express.platform.js';
import { FastifyPlatform } from '../fastify/fastify.platform.js';
import { listed, NEST } from '../metadata/nest-metadata.js';
import { routeHandlersOf, type RouteHandler } from '../metadata/route-handlers.js';
import { NodePlatform } from '../node/node.platform.js';
import { SETTINGS, type Settings } from '../options/settings.js';
import type { Platform } from '../request/platform.js';
import { EntityAdapters } from '../versioned/entity-adapters.js';
import { explained } from '../util/explained.js';
import { auditTable, unguardedWrites, type AuditedRoute } from './audit.js';
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
    const { adapters, modules, config, settings } = this;
    const allGuarded = config.getGlobalGuards().length + config.getGlobalRequestGuards().length > 0;
    const tags = routeTagsOf(all, { adapters, modules, settings, allGuarded });
    const mistakes = [
      ...copies(modules, ownModule),
      ...strays(modules),
      ...[...tags].flatMap(([route, tag]) => mistakesOf(route, tag, settings)),
      ...pairMistakes(tags, all, settings),
    ];
    if (mistakes.length > 0) throw new Error(`EtagModule cannot start:\n- ${mistakes.join('\n- ')}`);
    const platform = platformOf(adapter);
    if (tags.size === 0) return;
    platform.prepare();
    const audited = [...tags.keys()].flatMap((route) => this.setUp(route, tags, platform));
    if (settings.audit && audited.length > 0) this.audit(all, audited);
  }

  /** The route as it was set up; nothing for a route without a representation, which is left alone. */
  private setUp(route: RouteHandler, tags: RouteTags, platform: Platform): AuditedRoute[] {
    const { handler, controller, hasRepresentation } = route;
    if (!hasRepresentation) return [];
    const tag = tags.get(route)!;
    const readers = [...tags].filter(
      ([other]) => other.handler === handler && other.controller === controller,
    );
    const current = currentOfModules(readers.map(([other, { reader }]) => [other, reader]));
    const surrounded = isSurrounded(route, this.config);
    const plan = planRoute(route, tag, this.settings, { surrounded, current });
    this.routes.set(route, plan, platform);
    return [{ route, tag, plan }];
  }

  private audit(all: readonly RouteHandler[], routes: readonly AuditedRoute[]): void {
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
