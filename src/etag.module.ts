import { Module, type DynamicModule, type NestModule } from '@nestjs/common';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './etag.module-definition.js';
import { PreconditionFilter } from './filters/precondition.filter.js';
import { DecoratedRoutes } from './interceptors/decorated-routes.js';
import { EntityObserver } from './interceptors/entity-observer.js';
import { EntityAdapters } from './plan/entity-adapters.js';
import { EtagInterceptor } from './interceptors/etag.interceptor.js';
import { ExchangeRunner } from './interceptors/exchange-runner.js';
import { PreconditionReport } from './interceptors/precondition-report.js';
import { StageOne } from './interceptors/stage-one.js';
import { WriteWatch } from './interceptors/write-watch.js';
import { PlanRegistry } from './plan/plan-registry.js';
import { ForgetStage } from './memory/forget-stage.js';
import { Forgetting } from './memory/forgetting.js';
import { Generations } from './memory/generations.js';
import { MEMORY_SETTINGS, memorySettingsFrom } from './memory/memory-settings.js';
import { Recall } from './memory/recall.js';
import { StoreLink } from './memory/store-link.js';
import { TagMemory } from './memory/tag-memory.js';
import { SETTINGS, settingsFrom } from './plan/settings.js';
import { platformProvider } from './platform/platform.provider.js';
import { ResponsePlatform } from './platform/response-platform.js';
import { RangeServer } from './ranges/range-server.js';
import { CorsWatch } from './routes/cors-watch.js';
import { RouteSetup } from './routes/route-setup.js';
import { SelfRequests } from './self-request/self-requests.js';
import { WriteTurns } from './self-request/write-turns.js';

/**
 * Conditional requests for the routes that carry `@ETag()`, `@Versioned()` and their like. Import it once, in the
 * AppModule; it is global unless `isGlobal: false`.
 *
 * `forRoot()` takes {@link EtagModuleOptions}, `forRootAsync()` a `useFactory`, `useClass` or `useExisting`.
 *
 * @throws at start-up, naming the route and the fix, where decorators contradict each other
 * @example
 * ```ts
 * @Module({ imports: [EtagModule.forRoot({ preconditions: 'required' })] })
 * export class AppModule {}
 * ```
 */
@Module({
  providers: [
    { provide: SETTINGS, inject: [MODULE_OPTIONS_TOKEN], useFactory: settingsFrom },
    { provide: MEMORY_SETTINGS, inject: [MODULE_OPTIONS_TOKEN], useFactory: memorySettingsFrom },
    platformProvider,
    PlanRegistry,
    EntityAdapters,
    RangeServer,
    EntityObserver,
    WriteWatch,
    PreconditionReport,
    SelfRequests,
    WriteTurns,
    StoreLink,
    Generations,
    Forgetting,
    TagMemory,
    Recall,
    ForgetStage,
    StageOne,
    DecoratedRoutes,
    ExchangeRunner,
    CorsWatch,
    EtagInterceptor,
    PreconditionFilter,
    RouteSetup,
  ],
  exports: [ExchangeRunner, ResponsePlatform, EntityAdapters, PreconditionReport, TagMemory],
})
export class EtagModule extends ConfigurableModuleClass implements NestModule {
  constructor(private readonly routes: RouteSetup) {
    super();
  }

  static override forRoot(
    options: Parameters<typeof ConfigurableModuleClass.forRoot>[0] = {},
  ): DynamicModule {
    return super.forRoot(options);
  }

  /** Nest calls this when every provider exists and no route does yet. @internal */
  configure(): void {
    this.routes.run();
  }
}
