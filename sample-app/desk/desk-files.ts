import { NotFoundException, StreamableFile } from '@nestjs/common';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PAGE_FOLDER = fileURLToPath(new URL('page/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The files of the page, which all stand in one folder. */
export class DeskFiles {
  constructor(private readonly folder: string) {}

  /** @throws NotFoundException where the page has no such file, or is not built */
  open(name: string): StreamableFile {
    // Letters, hyphens and one dot: such a name leads to no other folder.
    const [, extension = ''] = /^[a-z-]+\.([a-z]+)$/.exec(name) ?? [];
    const type = TYPES[extension];
    const path = join(this.folder, name);
    const length = type && statSync(path, { throwIfNoEntry: false })?.size;
    if (length) return new StreamableFile(createReadStream(path), { type, length });
    throw new NotFoundException(this.isBuilt() ? undefined : 'The page is not built: npm run build:sample');
  }

  private isBuilt(): boolean {
    return existsSync(join(this.folder, 'main.js'));
  }
}
