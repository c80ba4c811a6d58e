import { Module } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';

@Module({
  imports: [EtagModule.forRoot()],
  controllers: [ProductsController],
  providers: [ProductsService],
})
export class AppModule {}
