import { Controller, Get } from '@nestjs/common';
import { ETag } from 'nestjs-etag';
import { AppService } from '../readme/app.service.js';

@Controller()
export class AppController {
  constructor(private readonly appService: AppService) {}

  @Get()
  @ETag()
  getHello(): string {
    return this.appService.getHello();
  }
}
