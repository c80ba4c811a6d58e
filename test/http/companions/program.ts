/** A process of its own, for `host.ts`: it starts applications as it is told, and says how they are. */
import 'reflect-metadata';
import { ADAPTERS } from '../../support/adapters.js';
import { COMPANIONS, logged } from './companions.js';
import type { Answer, Question, State } from './host.js';
import { startNotes, type NotesApp } from './notes.js';

const apps = new Map<number, NotesApp>();

async function start({ companions, adapter, ours }: Question & { ask: 'start' }): Promise<number> {
  const beside = companions.map((name) => COMPANIONS[name]);
  const app = await startNotes(
    beside,
    ADAPTERS.find(({ name }) => name === adapter)!,
    ours,
  );
  apps.set(app.port, app);
  return app.port;
}

function state(port: number): State {
  const { notes, logger } = apps.get(port)!;
  return { ran: notes.ran, version: notes.find('1')!.version, errors: logger.errors, logged: [...logged] };
}

async function close(port: number): Promise<void> {
  await apps.get(port)?.close();
  apps.delete(port);
}

async function answerTo(question: Question): Promise<unknown> {
  if (question.ask === 'start') return start(question);
  return question.ask === 'state' ? state(question.port) : close(question.port);
}

process.on('message', async ({ id, question }: { id: number; question: Question }) => {
  const answer: Answer = await answerTo(question).then(
    (value) => ({ id, value }),
    (error: unknown) => ({ id, error: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
  process.send!(answer);
});
process.on('disconnect', () => process.exit());
