import { Module, type DynamicModule } from '@nestjs/common';
import { DeskController } from './desk.controller.js';
import { DeskFiles, PAGE_FOLDER } from './desk-files.js';

/** The page at `/`, and its files at `/desk/…`. */
@Module({})
export class DeskModule {
  /** @param folder where the compiled page is; the build puts it beside this file */
  static register(folder = PAGE_FOLDER): DynamicModule {
    return {
      module: DeskModule,
      controllers: [DeskController],
      providers: [{ provide: DeskFiles, useValue: new DeskFiles(folder) }],
    };
  }
}
