import type { ModulesContainer } from '@nestjs/core';
import { explained } from '../util/explained.js';
import { routeHandlersOf } from './route-handlers.js';

/**
 * @param provided anything EtagModule provides
 * @throws at start-up, naming the decorated routes, where EtagModule provides nothing
 */
export function assertModuleImported(provided: object | undefined, modules: ModulesContainer): void {
  if (provided) return;
  const routes = routeHandlersOf(modules).filter(({ decorated, takesIfMatch }) => decorated || takesIfMatch);
  // The decorators are a base class's, none of whose routes is decorated here.
  if (routes.length === 0) return;
  const names = routes.map(({ name }) => name).join(', ');
  const isThere = [...modules.values()].some(({ name }) => name === 'EtagModule');
  throw new Error(
    isThere
      ? explained(
          'module-not-for-a-route',
          `EtagModule is imported, but not for ${names}. With isGlobal: false import it in their module, too. Else there ` +
            'are two copies of nestjs-etag, and their decorators are of another than the module (npm ls nestjs-etag).',
        )
      : explained(
          'module-not-imported',
          `EtagModule is not imported, but ${names} use its decorators. Add EtagModule.forRoot() to the imports of the ` +
            'AppModule; in a test that makes an application of less than the AppModule, to those of ' +
            'Test.createTestingModule().',
        ),
  );
}
