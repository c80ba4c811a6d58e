import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { ModulesContainer, type AbstractHttpAdapter, type MiddlewareBuilder } from '@nestjs/core';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './etag.module-definition.js';
import { PreconditionFilter } from './filters/precondition.filter.js';
import { EtagInterceptor } from './interceptors/etag.interceptor.js';
import { SETTINGS, settingsFrom } from './options/settings.js';
import { GroupVersions } from './remembered/group-versions.js';
import { Invalidation } from './remembered/invalidation.js';
import { TagLookup } from './remembered/lookup.js';
import { OutageSafeStore } from './remembered/outage-safe-store.js';
import { REMEMBERED_SETTINGS, rememberedSettingsFrom } from './remembered/remembered-settings.js';
import { TagMemory } from './remembered/tag-memory.js';
import { AfterHandler } from './request/after-handler.js';
import { PreconditionReport } from './request/precondition-report.js';
import { UnguardedWrites } from './request/unguarded-writes.js';
import { CorsWatch } from './routes/cors-watch.js';
import { DecoratedRoutes } from './routes/decorated-routes.js';
import { RouteSetup } from './routes/route-setup.js';
import { EntityAdapters } from './versioned/entity-adapters.js';

/** `imports: [EtagModule]` has none. */
const OPTIONS = { token: MODULE_OPTIONS_TOKEN, optional: true };

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
    { provide: SETTINGS, inject: [OPTIONS], useFactory: settingsFrom },
    { provide: REMEMBERED_SETTINGS, inject: [OPTIONS, ModulesContainer], useFactory: rememberedSettingsFrom },
    EntityAdapters,
    OutageSafeStore,
    GroupVersions,
    Invalidation,
    TagMemory,
    TagLookup,
    PreconditionReport,
    UnguardedWrites,
    AfterHandler,
    EtagInterceptor,
    PreconditionFilter,
    CorsWatch,
    DecoratedRoutes,
    RouteSetup,
  ],
  exports: [EntityAdapters, PreconditionReport, TagMemory, TagLookup, AfterHandler],
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
  configure(consumer: MiddlewareConsumer): void {
    // Nest's own, and not what the host says: that is the adapter of the application that was made last.
    const adapter = (consumer as MiddlewareBuilder).getHttpAdapter() as AbstractHttpAdapter;
    this.routes.run(EtagModule, adapter);
  }
}
