import { Body, Controller, Get, Injectable, Put } from '@nestjs/common';
import { currentFrom, ETag, Versioned } from 'nestjs-etag';

type Page = { title: string; version: number };

@Injectable()
export class PagesService {
  page: Page = { title: 'Tea', version: 4 };
  visits = 0;
}

@Controller('pages')
export class PagesController {
  constructor(private readonly pages: PagesService) {}

  @Get('visited')
  @ETag({ tag: ({ version }: Page) => version, weak: true })
  visited() {
    this.pages.visits += 1;
    return { ...this.pages.page, visits: this.pages.visits };
  }

  @Get('tea')
  @Versioned({ current: currentFrom(PagesService, ({ page }) => page) })
  tea() {
    return this.pages.page;
  }

  @Put('tea')
  @Versioned({ current: currentFrom(PagesService, ({ page }) => page) })
  write(@Body('title') title: string) {
    const { version } = this.pages.page;
    return (this.pages.page = { title, version: version + 1 });
  }
}
