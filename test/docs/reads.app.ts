import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import {
  ArticlesController,
  ArticlesService,
  ArticleState,
  ReportsController,
} from './reads/articles.controller.js';

export const reads: Application = {
  module: () => ({
    imports: [EtagModule.forRoot()],
    controllers: [ArticlesController, ReportsController],
    providers: [ArticlesService, ArticleState],
  }),
};
