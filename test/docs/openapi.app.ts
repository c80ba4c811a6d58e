import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { Books, BooksController } from './openapi/books.controller.js';
import { serveDocuments } from './openapi/documents.js';

export const openApi: Application = {
  module: () => ({ imports: [EtagModule.forRoot()], controllers: [BooksController], providers: [Books] }),
  // The page on Fastify needs @fastify/static, which Jest cannot import.
  configure: (app, { name }) => (name === 'fastify' ? undefined : serveDocuments(app)),
};
