import { EtagModule, type EtagModuleOptions } from '../../src/index.js';
import type { Application } from './applications.js';
import { Cups, CupsController } from './exceptions/cups.controller.js';

const applicationWith = (options: EtagModuleOptions): Application => ({
  module: () => ({
    imports: [EtagModule.forRoot(options)],
    controllers: [CupsController],
    providers: [Cups],
  }),
});

export const exceptions = applicationWith({});
export const problems = applicationWith({ errors: 'problem' });
