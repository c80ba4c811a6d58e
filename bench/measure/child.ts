import { fork, type ChildProcess } from 'node:child_process';
import { pinned } from './cores.js';

/** No child outlives this process, however it ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Program {
  readonly path: string;
  readonly args?: readonly string[];
  /** Of Node. */
  readonly flags?: readonly string[];
  readonly core?: number | undefined;
}

/** Starts a program in a process of its own, as it would run in production. */
export function start({ path, args = [], flags = [], core }: Program): ChildProcess {
  const { path: execPath, args: execArgv } = pinned(core, flags);
  const { PATH, MONGODB_URL } = process.env;
  const env = { PATH, NODE_ENV: 'production', ...(MONGODB_URL && { MONGODB_URL }) };
  const child = fork(path, [...args], { execPath, execArgv, env });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** The next thing it says. A child that ends instead says nothing any more. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: unknown) => {
      settle();
      resolve(message as T);
    };
    const onExit = (code: number | null, signal: string | null) => {
      settle();
      reject(new Error(`the process ended (${signal ?? code})`));
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}
