import { EtagModule, type EtagModuleOptions } from '../../src/index.js';
import type { Application } from './applications.js';
import { Lamps, SymptomsController } from './troubleshooting/symptoms.controller.js';

const applicationWith = (options: EtagModuleOptions): Application => ({
  module: () => ({
    imports: [EtagModule.forRoot(options)],
    controllers: [SymptomsController],
    providers: [Lamps],
  }),
});

export const symptoms = applicationWith({});
export const behindProxy = applicationWith({ weakIfMatch: true });
