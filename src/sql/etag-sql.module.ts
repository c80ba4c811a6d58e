import { Module, type DynamicModule, type FactoryProvider, type Type } from '@nestjs/common';
import { oncePer } from '../util/once-per.js';
import { DEFAULT_SOURCE } from '../versioned/inject-versioned-repository.decorator.js';
import { ModelAdapter } from '../versioned/model-adapter.js';
import { repositoryProvider } from '../versioned/repository-provider.js';
import type { AnySqlEntity } from './sql-entity.js';
import type { SqlExecutor } from './sql-executor.interface.js';
import { sqlModel, type SqlModel } from './sql-model.js';
import { SqlStatements } from './sql.statements.js';
import { VersionedRepository } from './versioned-repository.js';

/** Transactions of all libraries have no type in common. */
// oxlint-disable-next-line typescript/no-explicit-any -- as said
type AnySqlExecutor = SqlExecutor<any>;

/** An executor, or how it is made of an application's own providers. */
export type SqlExecutorSource =
  | AnySqlExecutor
  | (Pick<FactoryProvider<AnySqlExecutor>, 'useFactory' | 'inject'> & Pick<DynamicModule, 'imports'>);

const MODULE = 'EtagSqlModule';

/**
 * Makes tables known to `@Versioned(Product)`, and provides a `VersionedRepository<Product>` for each, whose writes carry
 * the version the client expects into the database. The application says how its statements are run, and which columns
 * its tables have. It needs `EtagModule.forRoot()` in the AppModule.
 */
@Module({})
export class EtagSqlModule {
  /**
   * @param executor what runs statements, such as `fromKysely(db, 'postgres')`, or a factory of it
   * @param source a name for the database, for applications with several; default `'default'`
   * @throws at start-up, naming the entity and the fix: a version or key that is no column, or that cannot be one
   * @example
   * ```ts
   * const product: SqlEntity<Product> = {
   *   entity: Product,
   *   table: 'product',
   *   columns: { id: 'id', name: 'name', price: 'price', version: 'version', updatedAt: 'updated_at' },
   *   key: { id: 'integer' },
   *   version: 'version',
   *   lastModified: 'updatedAt',
   * };
   *
   * @Module({
   *   imports: [EtagSqlModule.forFeature([product], { inject: [Pool], useFactory: (pool: Pool) => fromPg(pool) })],
   * })
   * export class ProductsModule {}
   * ```
   */
  static forFeature(
    entities: readonly AnySqlEntity[],
    executor: SqlExecutorSource,
    source: string = DEFAULT_SOURCE,
  ): DynamicModule {
    const token = Symbol(`${MODULE}:executor`);
    const isGiven = 'execute' in executor;
    const { imports = [], ...factory } = isGiven ? { useFactory: () => executor } : executor;
    const repositories = entities.map((entity) => providerOf(entity, token, source));
    return {
      module: EtagSqlModule,
      imports,
      providers: [{ provide: token, ...factory }, ...repositories],
      exports: repositories,
    };
  }
}

function providerOf(entry: AnySqlEntity, executor: symbol, source: string): FactoryProvider {
  return repositoryProvider<unknown>({
    module: MODULE,
    entity: entry.entity as Type,
    source,
    defaults: entry,
    inject: [executor],
    Repository: VersionedRepository,
    lookAfter: (run: SqlExecutor) => {
      const adapter = adapterOf(run)(source);
      return { adapter, description: adapter.lookAfter(sqlModel(entry, run.dialect)) };
    },
  });
}

/** The one adapter of an executor and a name, however many modules have entities of it. */
const adapterOf = oncePer((executor: SqlExecutor) => {
  const adapters = new Map<string, ModelAdapter<SqlModel, unknown>>();
  return (source: string) => {
    const adapter = adapters.get(source) ?? new ModelAdapter(MODULE, source, new SqlStatements(executor));
    adapters.set(source, adapter);
    return adapter;
  };
});
