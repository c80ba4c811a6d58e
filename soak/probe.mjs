/** Loaded into the sample before it starts: says what the process holds when it is asked, and counts what nobody handled. */
import { subscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';

const servers = new Set();
const unhandled = [];
const warnings = [];

process.on('unhandledRejection', (reason) => unhandled.push(`unhandled rejection: ${String(reason)}`));
process.on('uncaughtExceptionMonitor', (error) => unhandled.push(`uncaught exception: ${String(error)}`));
process.on('warning', ({ name, message }) => warnings.push(`${name}: ${message}`));
subscribe('http.server.request.start', ({ server }) => servers.add(server));

process.on('message', async () => process.send(await state()));
// The process is to end as though nobody asked.
process.channel.unref();

async function state() {
  const connections = await Promise.all([...servers].map(connectionsOf));
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc();
    await setImmediate();
  }
  return {
    heap: process.memoryUsage().heapUsed,
    connections: connections.reduce((sum, count) => sum + count, 0),
    sockets: process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length,
    listeners: [process, ...servers].reduce((sum, emitter) => sum + listenersOf(emitter), 0),
    unhandled,
    warnings,
  };
}

function connectionsOf(server) {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

function listenersOf(emitter) {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}
