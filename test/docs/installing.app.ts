import type { Application } from './applications.js';
import { AppController } from './installing/app.controller.js';
import { AppModule } from './installing/app.module.js';
import { AppService } from './readme/app.service.js';

export const installing: Application = {
  module: () => ({ imports: [AppModule], controllers: [AppController], providers: [AppService] }),
};
