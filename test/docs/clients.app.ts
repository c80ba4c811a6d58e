import type { INestApplication } from '@nestjs/common';
import type { Application } from './applications.js';
import { AppModule } from './readme/app.module.js';

function allowBrowsers(app: INestApplication): void {
  app.enableCors({
    origin: 'https://shop.example',
    exposedHeaders: ['ETag'],
    allowedHeaders: ['Content-Type', 'If-Match', 'If-None-Match'],
    methods: ['GET', 'PUT', 'PATCH', 'DELETE'],
  });
}

export const clients: Application = {
  module: () => ({ imports: [AppModule] }),
  configure: allowBrowsers,
};
