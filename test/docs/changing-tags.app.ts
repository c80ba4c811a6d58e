import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import {
  NewProductsController,
  ProductsController,
  ProductsService,
} from './changing-tags/products.controller.js';

export const changingTags: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [ProductsController, NewProductsController],
    providers: [ProductsService],
  }),
};
