/** Files, and ranges of them. Each is `/ranged/<name>/<id>`. */
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { AcceptRanges, ETag } from '../../../src/index.js';
import { Described, Store, type Path } from './fixture.js';
import { UPDATED } from './states.js';

export const CONTENT = 'ten bytes.';

@Controller('ranged')
@AcceptRanges()
export class RangedController {
  constructor(private readonly store: Store) {}

  @Get('strong/:id')
  @Described()
  @ETag({ tag: () => '"v1"', lastModified: () => UPDATED, vary: ['Accept'] })
  strong(@Param() { id }: Path): StreamableFile {
    return this.file(id);
  }

  @Get('weak/:id')
  @Described()
  @ETag({ tag: () => 'W/"v1"', lastModified: () => UPDATED, vary: ['Accept'] })
  weak(@Param() { id }: Path): StreamableFile {
    return this.file(id);
  }

  /** What changed in the future did so, as far as can be told, just now. */
  @Get('changing/:id') @ETag({ tag: () => '"v1"', lastModified: () => Date.now() + 5000 }) changing(
    @Param() { id }: Path,
  ): StreamableFile {
    return this.file(id);
  }

  private file(id: string): StreamableFile {
    this.store.called(id);
    return new StreamableFile(Buffer.from(CONTENT), { type: 'text/plain' });
  }
}
