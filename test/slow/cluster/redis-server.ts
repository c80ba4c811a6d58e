import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../race/free-port.js';

const BINARY = [
  '/usr/bin/redis-server',
  '/usr/local/bin/redis-server',
  '/opt/homebrew/bin/redis-server',
].find(existsSync);

export const canStartRedis = BINARY !== undefined;

const MOST_STARTS = 100;

/** A Redis of one test alone, which keeps nothing, and can be killed. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  /** Somebody else's connection may have the port at this moment: Redis ends then, and is started again. */
  async start(): Promise<void> {
    const options = { port: this.port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: tmpdir() };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    for (let start = 1; start <= MOST_STARTS; start += 1) {
      const child = spawn(BINARY!, args, { stdio: ['ignore', 'pipe', 'ignore'] });
      this.child = child;
      if (await isReady(child.stdout)) return;
      await sleep(100);
    }
    throw new Error(`redis-server did not listen on port ${this.port}, ${MOST_STARTS} times`);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

/** Whether it says so, before it has nothing more to say. */
function isReady(output: Readable): Promise<boolean> {
  return new Promise((resolve) => {
    const lines = createInterface(output);
    lines.on('line', (line) => line.includes('Ready to accept connections') && resolve(true));
    lines.on('close', () => resolve(false));
  });
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
