import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { DraftsController, NotesController, NotesService } from './writes/notes.controller.js';

const applicationWith = (preconditions: 'optional' | 'report'): Application => ({
  module: () => ({
    imports: [EtagModule.forRoot({ preconditions })],
    controllers: [NotesController, DraftsController],
    providers: [NotesService],
  }),
});

export const writes = applicationWith('optional');
