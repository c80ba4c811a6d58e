import { Controller, Get, Injectable, Param, StreamableFile } from '@nestjs/common';
import { createReadStream, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AcceptRanges, currentFrom, ETag, EtagModule, fileTag } from '../../src/index.js';
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

@Injectable()
class Files {
  stat(name: string | undefined) {
    return stat(pathOf(name!));
  }
}

@Controller('unopened')
class UnopenedController {
  @Get(':name')
  @ETag({ tag: fileTag, current: currentFrom(Files, (files, request) => files.stat(request.params.name)) })
  download(@Param('name') name: string) {
    return new StreamableFile(createReadStream(pathOf(name)));
  }
}

export const ranges: Application = {
  module: () => {
    writeFileSync(pathOf('letters'), 'abcdefghijklmnopqrstuvwxyz0123456789');
    utimesSync(pathOf('letters'), MODIFIED, MODIFIED);
    return {
      imports: [EtagModule.forRoot()],
      controllers: [FilesController, UnopenedController],
      providers: [Files],
    };
  },
};
