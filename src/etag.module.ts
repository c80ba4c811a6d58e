import { Module, type DynamicModule, type NestModule } from '@nestjs/common';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './etag.module-definition.js';
import { EntityObserver } from './interceptors/entity-observer.js';
import { EntityAdapters } from './plan/entity-adapters.js';
import { ExchangeRunner } from './interceptors/exchange-runner.js';
import { PreconditionReport } from './interceptors/precondition-report.js';
import { WriteWatch } from './interceptors/write-watch.js';
import { PlanRegistry } from './plan/plan-registry.js';
import { SETTINGS, settingsFrom } from './plan/settings.js';
import { platformProvider } from './platform/platform.provider.js';
import { ResponsePlatform } from './platform/response-platform.js';
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
    platformProvider,
    PlanRegistry,
    EntityAdapters,
    EntityObserver,
    WriteWatch,
    PreconditionReport,
    SelfRequests,
    WriteTurns,
    ExchangeRunner,
    CorsWatch,
    RouteSetup,
  ],
  exports: [ExchangeRunner, ResponsePlatform, EntityAdapters, PreconditionReport],
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
