import { Controller, Get, Header } from '@nestjs/common';
import { CacheControl, ETag, LastModified, Versioned } from 'nestjs-etag';

const CHANGED = new Date('2026-05-01T12:00:00Z');

@Controller('prices')
@ETag()
@CacheControl({ noCache: true })
export class PricesController {
  @Get('list')
  list() {
    return [{ article: 'Tea', price: 4 }];
  }

  @Get('today')
  @CacheControl({ public: true, maxAge: 60, sMaxAge: 600, staleWhileRevalidate: 30, staleIfError: 86_400 })
  today() {
    return { tea: 4 };
  }

  @Get('mine')
  @CacheControl({ private: true, noCache: true })
  mine() {
    return { tea: 3 };
  }

  @Get('secret')
  @CacheControl({ noStore: true })
  secret() {
    return { margin: 1 };
  }

  @Get('logo-3f2a.svg')
  @Header('Content-Type', 'image/svg+xml')
  @CacheControl({ public: true, maxAge: 31_536_000, immutable: true })
  logo() {
    return '<svg xmlns="http://www.w3.org/2000/svg"/>';
  }

  @Get('cdn')
  @Header('CDN-Cache-Control', 'max-age=600')
  cdn() {
    return { tea: 4 };
  }

  @Get('dated')
  @Versioned()
  @LastModified('changedAt')
  dated() {
    return { tea: 4, version: 2, changedAt: CHANGED };
  }
}
