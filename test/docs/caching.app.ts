import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { PricesController } from './caching/prices.controller.js';

export const caching: Application = {
  module: () => ({ imports: [EtagModule.forRoot()], controllers: [PricesController] }),
};
