import { once } from 'node:events';
import { connect } from 'node:net';
import type { Service } from './servers/launch.js';

const PORTS: Readonly<Record<Service, number>> = { postgres: 5432, redis: 6379 };

/** Why a service cannot be used; undefined where it can. */
export async function missing(service: Service): Promise<string | undefined> {
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
