import { Module } from '@nestjs/common';
import { EtagTypeOrmModule } from 'nestjs-etag/typeorm';
import { Product } from './product.entity.js';
import { ProductsController } from './products.controller.js';
import { ProductsSeed } from './products.seed.js';
import { ProductsService } from './products.service.js';

@Module({
  imports: [EtagTypeOrmModule.forFeature([Product])],
  controllers: [ProductsController],
  providers: [ProductsService, ProductsSeed],
})
export class ProductsModule {}
