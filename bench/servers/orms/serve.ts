import type { ModuleMetadata } from '@nestjs/common';
import type { Launch } from '../launch.js';
import { nest } from '../nest.js';
import type { Serving } from '../serving.js';
import { databaseFor } from './database.js';
import type { Connect, Orm } from './orm.interface.js';

/** The token of what a controller without us writes with. */
export const STORE = Symbol('store');

/** Starts a Nest application on a database of its own, which is gone when it is closed. */
export async function serveOrm(launch: Launch, metadataOf: (orm: Orm) => ModuleMetadata): Promise<Serving> {
  const database = await databaseFor(launch.orm!);
  // The file of one library, so that no other's code is in the process.
  const { connect } = (await import(`./${launch.orm}.js`)) as { readonly connect: Connect };
  const orm = await connect(database.url);
  const { imports = [], ...metadata } = metadataOf(orm);
  const serving = await nest(launch, {
    ...metadata,
    imports: [...orm.imports, ...imports],
    providers: [{ provide: STORE, inject: [...orm.inject], useFactory: orm.store }],
  });
  return {
    port: serving.port,
    ...(database.statements && { statements: database.statements }),
    async close() {
      await serving.close();
      await orm.close?.();
      await database.drop();
    },
  };
}
