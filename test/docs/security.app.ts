import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { AccountsController, AccountsService, OwnerGuard } from './security/accounts.controller.js';

export const security: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [AccountsController],
    providers: [AccountsService, OwnerGuard],
  }),
};
