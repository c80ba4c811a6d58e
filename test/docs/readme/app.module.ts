import { Module } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';

@Module({
  imports: [EtagModule.forRoot()],
  controllers: [AppController, ProductsController],
  providers: [AppService, ProductsService],
})
export class AppModule {}
