import type { ModulesContainer } from '@nestjs/core';
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
  throw new Error(
    `EtagModule is not imported, but ${routes.map(({ name }) => name).join(', ')} ` +
      'use its decorators. Add EtagModule.forRoot() to the imports of the AppModule; in a test that makes an application ' +
      'of less than the AppModule, to those of Test.createTestingModule().',
  );
}
