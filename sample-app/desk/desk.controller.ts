import { Controller, Get, Param, type StreamableFile } from '@nestjs/common';
import { CacheControl, ETag } from 'nestjs-etag';
import { DeskFiles } from './desk-files.js';
import { PageHeaders } from './page-headers.decorator.js';

/** What the global prefix of the API leaves alone. */
export const DESK_ROUTES = ['/', 'desk/:file'];

/** The page is revalidated as the products are: a browser that has its files gets 304 for each. */
@Controller()
@ETag()
@CacheControl({ noCache: true })
export class DeskController {
  constructor(private readonly files: DeskFiles) {}

  @Get()
  @PageHeaders()
  page(): StreamableFile {
    return this.files.open('index.html');
  }

  @Get('desk/:file')
  @PageHeaders()
  file(@Param('file') file: string): StreamableFile {
    return this.files.open(file);
  }
}
