import { EtagModule } from '../../src/index.js';
import type { Application } from './applications.js';
import { NotesController, NotesService } from './cluster/notes.controller.js';

/** Two servers of one application, and one that was deployed with another namespace. */
const server = (namespace: string): Application => ({
  module: () => ({
    imports: [EtagModule.forRoot({ namespace })],
    controllers: [NotesController],
    providers: [NotesService],
  }),
});

export const firstServer = server('release 7');
export const secondServer = server('release 7');
export const newRelease = server('release 8');
