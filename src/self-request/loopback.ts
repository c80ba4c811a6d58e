import { Server as HttpServer } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { duplexPair, type Duplex } from 'node:stream';

/** What an application may want to know of the client behind a connection, that of TLS included. */
const ORIGIN = [
  'remoteAddress',
  'remotePort',
  'remoteFamily',
  'localAddress',
  'localPort',
  'encrypted',
  'authorized',
  'authorizationError',
  'servername',
] as const;

/** Settings of a socket that a stream in memory has no use for, but that applications call. */
const SETTINGS = ['setTimeout', 'setNoDelay', 'setKeepAlive', 'ref', 'unref'] as const;

const ours = new WeakSet<object>();

/** Whether requests can be handed to a server in memory: one of HTTP/1.1, plain or over TLS. */
export function canLoopBack(server: unknown): server is HttpServer | HttpsServer {
  return server instanceof HttpServer || server instanceof HttpsServer;
}

/** Whether a connection is one of ours, in which case no client waits for its answer but ourselves. */
export function isLoopback(connection: object): boolean {
  return ours.has(connection);
}

/**
 * Connects to a server of this process without a socket. What is behind TLS gets the connection as it is once
 * decrypted. It seems to come from the client on whose behalf it is made, since guards look at addresses and certificates.
 *
 * @returns the client's end; destroying either end destroys both
 */
export function loopBack(server: HttpServer | HttpsServer, client: Socket): Duplex {
  const [near, far] = duplexPair();
  ours.add(Object.assign(far, seenAs(client)));
  for (const [end, other] of [
    [near, far],
    [far, near],
  ] as const) {
    end.once('close', () => other.destroy());
    // Whoever reads from it is told; nobody has to be told twice.
    end.on('error', () => undefined);
  }
  server.emit(server instanceof HttpsServer ? 'secureConnection' : 'connection', far);
  return near;
}

function seenAs(client: Socket): object {
  const known = client as unknown as Record<string, unknown>;
  const { getPeerCertificate } = known;
  return {
    ...Object.fromEntries(ORIGIN.map((name) => [name, known[name]])),
    ...Object.fromEntries(SETTINGS.map((name) => [name, chained])),
    ...(typeof getPeerCertificate === 'function' && { getPeerCertificate: getPeerCertificate.bind(client) }),
  };
}

function chained<T>(this: T): T {
  return this;
}
