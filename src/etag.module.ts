import { Module, type DynamicModule, type NestModule } from '@nestjs/common';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './etag.module-definition.js';
import { PreconditionFilter } from './filters/precondition.filter.js';
import { DecoratedRoutes } from './interceptors/decorated-routes.js';
import { EntityObserver } from './request/after-handler.js';
import { EntityAdapters } from './versioned/entity-adapters.js';
import { EtagInterceptor } from './interceptors/etag.interceptor.js';
import { ExchangeRunner } from './interceptors/exchange-runner.js';
import { PreconditionReport } from './request/precondition-report.js';
import { StageOne } from './interceptors/stage-one.js';
import { WriteWatch } from './request/unguarded-writes.js';
import { PlanRegistry } from './request/plan-registry.js';
import { WriteInvalidation } from './remembered/write-invalidation.js';
import { Invalidation } from './remembered/invalidation.js';
import { GroupVersions } from './remembered/group-versions.js';
import { REMEMBERED_SETTINGS, rememberedSettingsFrom } from './remembered/remembered-settings.js';
import { TagLookup } from './remembered/lookup.js';
import { OutageSafeStore } from './remembered/outage-safe-store.js';
import { Remembering } from './remembered/remembering.js';
import { TagMemory } from './remembered/tag-memory.js';
import { SETTINGS, settingsFrom } from './options/settings.js';
import { platformProvider } from './routes/platform.provider.js';
import { ResponsePlatform } from './request/platform.js';
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
    { provide: REMEMBERED_SETTINGS, inject: [MODULE_OPTIONS_TOKEN], useFactory: rememberedSettingsFrom },
    platformProvider,
    PlanRegistry,
    EntityAdapters,
    RangeServer,
    EntityObserver,
    WriteWatch,
    PreconditionReport,
    SelfRequests,
    WriteTurns,
    OutageSafeStore,
    GroupVersions,
    Invalidation,
    TagMemory,
    Remembering,
    TagLookup,
    WriteInvalidation,
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
