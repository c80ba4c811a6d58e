import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { createReadStream, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcceptRanges, ETag, EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';

const folder = mkdtempSync(join(tmpdir(), 'etag-docs-'));
const pathOf = (name: string) => join(folder, name);
const MODIFIED = new Date('2024-05-01T12:00:00Z');

@Controller('files')
class FilesController {
  @Get(':name')
  @ETag()
  @AcceptRanges()
  download(@Param('name') name: string) {
    return new StreamableFile(createReadStream(pathOf(name)), { type: 'text/plain' });
  }
}

export const ranges: Application = {
  module: () => {
    writeFileSync(pathOf('letters'), 'abcdefghijklmnopqrstuvwxyz0123456789');
    utimesSync(pathOf('letters'), MODIFIED, MODIFIED);
    return { imports: [EtagModule.forRoot()], controllers: [FilesController] };
  },
};
