import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import {
  NewProductsController,
  ProductsController,
  ProductsService,
} from './migrating/products.controller.js';

export const migrating: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [ProductsController, NewProductsController],
    providers: [ProductsService],
  }),
};
