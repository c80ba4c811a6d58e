import { Controller, Get } from '@nestjs/common';
import { EtagModule, NoETag } from '../../src/index.js';
import type { Application } from './applications.js';

@Controller('products')
class ProductsController {
  @Get('1') read() {
    return { name: 'Wireless Headphones', price: 120 };
  }

  @Get('report') @NoETag() report() {
    return { rows: 0 };
  }

  @Get('large') large() {
    return ['x'.repeat(1_022)];
  }
}

export const auto: Application = {
  module: () => ({
    imports: [EtagModule.forRoot({ auto: { maxSize: 1_000 } })],
    controllers: [ProductsController],
  }),
};
