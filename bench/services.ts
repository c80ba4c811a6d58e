import { once } from 'node:events';
import { connect } from 'node:net';
import type { Service } from './servers/launch.js';
import { nodeAdapter } from './servers/node-adapter.js';

const PORTS = { postgres: 5432, redis: 6379 } as const;

/** What cannot be measured is no failure, except where everything has to be there. */
export function mustBeThere(service: Service): boolean {
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
