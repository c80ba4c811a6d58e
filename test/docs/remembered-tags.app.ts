import { Controller, Get, HttpCode, Put } from '@nestjs/common';
import { CacheControl, ETag, EtagModule, ForgetsTags } from '../../src/index.js';
import type { Application } from './applications.js';

@Controller('products')
class ProductsController {
  @Get()
  @ETag({ remember: { groups: ['products'], ttl: 60_000 } })
  @CacheControl({ noCache: true })
  list(): object[] {
    return [{ id: 101, name: 'Wireless Headphones' }];
  }

  @Put(':id')
  @HttpCode(204)
  @ForgetsTags('products')
  update(): void {}
}

export const rememberedTags: Application = {
  module: () => ({ imports: [EtagModule.forRoot()], controllers: [ProductsController] }),
};
