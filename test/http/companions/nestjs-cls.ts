/** Its build of CommonJS: the other one finds the files of Nest 12 alone. */
import { createRequire } from 'node:module';

type Cls = typeof import('nestjs-cls');

export const { ClsModule, ClsService } = createRequire(import.meta.url)('nestjs-cls') as Pick<
  Cls,
  'ClsModule' | 'ClsService'
>;
export type ClsService = import('nestjs-cls').ClsService;
