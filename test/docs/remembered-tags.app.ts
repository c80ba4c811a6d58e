import {
  Controller,
  Get,
  HttpCode,
  Put,
  UseGuards,
  type CanActivate,
  type DynamicModule,
} from '@nestjs/common';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { CacheControl, ETag, EtagModule, ForgetsTags } from '../../src/index.js';
import type { Application } from './applications.js';

/** Stands for that of a package. */
class ThrottlerGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Controller('products')
class ProductsController {
  @Get()
  @ETag({ remember: { groups: ['products'], ttl: 60_000 } })
  @CacheControl({ noCache: true })
  list(): object[] {
    return [{ id: 101, name: 'Wireless Headphones' }];
  }

  @HttpCode(204)
  @Put(':id')
  @ForgetsTags('products')
  update(): void {}

  @Get('catalogue')
  @UseGuards(ThrottlerGuard)
  @ETag({ remember: { groups: ['products'] }, rememberFor: 'everyone' })
  catalogue(): void {}

  @Get('news')
  @ETag({ remember: { groups: ['news'] }, rememberFor: 'everyone' })
  news(): void {}
}

const applicationWith = (imports: () => DynamicModule): Application => ({
  module: () => ({ imports: [imports()], controllers: [ProductsController] }),
});

export const rememberedTags = applicationWith(() => EtagModule.forRoot());
export const shared = applicationWith(() =>
  EtagModule.forRoot({ store: new Keyv(new KeyvRedis(process.env.REDIS_URL)) }),
);
export const forUsers = applicationWith(() =>
  EtagModule.forRoot({ rememberFor: (request) => request.user.id }),
);
