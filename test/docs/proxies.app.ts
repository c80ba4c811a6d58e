import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { variants } from './variants.app.js';

export const proxied: Application = variants;

export const apache: Application = {
  ...variants,
  module: () => ({
    ...variants.module(),
    imports: [EtagModule.forRoot({ tagSuffixes: ['-gzip', '-br'] })],
  }),
};
