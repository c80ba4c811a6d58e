import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Service } from './servers/launch.js';
import { nodeAdapter } from './servers/node-adapter.js';

const PORTS = { postgres: 5432, redis: 6379 } as const;

/** What cannot be measured is no failure, except where everything has to be there. */
export function mustBeThere(service: Service): boolean {
  // No machine has to have a MongoDB: not every distribution of Linux has one.
  if (service === 'mongodb') return false;
  return service === 'node-adapter'
    ? process.env['REQUIRE_NODE_ADAPTER'] === '1'
    : process.env['CI'] === 'true';
}

/** Why a service cannot be used; undefined where it can. */
export async function missing(service: Service): Promise<string | undefined> {
  if (service === 'node-adapter') {
    return nodeAdapter().then(
      () => undefined,
      () => '@nestjs/platform-node is not installed',
    );
  }
  if (service === 'mongodb')
    return process.env['MONGODB_URL'] ? undefined : 'MONGODB_URL names no server of MongoDB';
  if (service === 'prisma') {
    const { ROOT } = await import('./root.js');
    return existsSync(join(ROOT, 'orms/generated')) ? undefined : 'Prisma is not installed: npm run orms';
  }
  const socket = connect(PORTS[service], '127.0.0.1');
  try {
    await once(socket, 'connect');
    return undefined;
  } catch {
    return `nothing listens on 127.0.0.1:${PORTS[service]}`;
  } finally {
    socket.destroy();
  }
}
