import { NestFactory } from '@nestjs/core';
import { instrumentEtags } from 'nestjs-etag/metrics';
import { AppModule } from './app.module.js';

instrumentEtags();
const app = await NestFactory.create(AppModule);
await app.listen(3000);
