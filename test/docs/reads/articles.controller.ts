import { Controller, Get, Injectable, Param, type ExecutionContext } from '@nestjs/common';
import {
  CacheControl,
  currentFrom,
  ETag,
  LastModified,
  NoETag,
  Versioned,
  type CurrentResource,
  type LookupRequest,
} from 'nestjs-etag';

type Article = { id: string; title: string; version: number; revision: string; updatedAt: Date };

@Injectable()
export class ArticlesService {
  calls = 0;

  find(id: string | undefined): Article | null {
    if (id !== '7') return null;
    return {
      id,
      title: 'Tea',
      version: 3,
      revision: 'c0ffee',
      updatedAt: new Date('2026-05-01T12:00:00.500Z'),
    };
  }
}

@Injectable()
export class ArticleState implements CurrentResource<Article> {
  constructor(private readonly articles: ArticlesService) {}

  current(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest<LookupRequest>();
    return this.articles.find(request.params.id);
  }
}

@Controller('articles')
export class ArticlesController {
  constructor(private readonly articles: ArticlesService) {}

  @Get(':id')
  @Versioned({
    lastModified: 'updatedAt',
    current: currentFrom(ArticlesService, (articles, request) => articles.find(request.params.id)),
  })
  @CacheControl({ private: true, maxAge: 60, staleWhileRevalidate: 30 }) // in seconds
  findOne(@Param('id') id: string) {
    this.articles.calls += 1;
    return this.articles.find(id);
  }

  @Get(':id/title')
  @ETag((article: Article) => article.revision)
  @LastModified('updatedAt')
  title(@Param('id') id: string) {
    return this.articles.find(id);
  }

  @Get(':id/state')
  @Versioned({ current: ArticleState })
  state(@Param('id') id: string) {
    this.articles.calls += 1;
    return this.articles.find(id);
  }
}

@Controller('reports')
@ETag({ weak: true })
export class ReportsController {
  @Get()
  list() {
    return [{ name: 'sales' }];
  }

  @Get('live')
  @NoETag()
  live() {
    return { now: true };
  }
}
