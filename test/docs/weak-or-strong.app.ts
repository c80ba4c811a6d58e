import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { PagesController, PagesService } from './weak-or-strong/pages.controller.js';

export const weakOrStrong: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [PagesController],
    providers: [PagesService],
  }),
};
