import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CallCounter } from '../counts/call-counter.js';
import type { Answer, Question } from './control.js';
import type { Launch } from './launch.js';
import type { Serving, Start } from './serving.js';

const launch = JSON.parse(process.argv[2] ?? '') as Launch;
const calls = new CallCounter();
const tell = (answer: Answer): void => void process.send?.(answer);

/** Twice, since what the first one finalises only the second one frees. */
function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function stop(serving: Serving): void {
  void serving.close().finally(() => process.exit());
}

function answerTo(question: Question, serving: Serving): void {
  if (question === 'heap') return tell({ heap: heapAfterCollection() });
  if (question === 'memory') return tell({ memory: memory() });
  if (question === 'calls') return tell({ calls: calls.take() });
  if (question === 'stop') return stop(serving);
  const { user, system } = process.cpuUsage();
  tell({ usage: { cpu: user + system, statements: serving.statements?.() ?? 0 } });
}

// A terminal interrupts every process it started; when a server ends is for the one to say who asked for it.
process.on('SIGINT', () => undefined);

try {
  // The program of one variant, so that no other's code is in the process.
  const { start } = (await import(`./variants/${launch.variant}.js`)) as { start: Start };
  const serving = await start(launch);
  // No server outlives that one.
  process.once('disconnect', () => stop(serving));
  process.on('message', (question: Question) => answerTo(question, serving));
  tell({ port: serving.port });
} catch (error) {
  tell({ failed: String(error) });
  process.disconnect();
}
