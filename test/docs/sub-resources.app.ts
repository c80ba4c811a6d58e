import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { OrdersController } from './sub-resources/orders.controller.js';
import { OrdersService } from './sub-resources/orders.service.js';

export const subResources: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [OrdersController],
    providers: [OrdersService],
  }),
};
