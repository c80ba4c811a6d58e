import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';

/** The octets that end a header section. */
const HEAD_END = Buffer.from('\r\n\r\n');
const INTERIM = /^HTTP\/1\.[01] 1\d\d/;

/**
 * A connection that notes what comes in. Node's client takes its octets from a stream in between, so that it may be done
 * with a response, and the connection still see what the server sends behind it.
 */
export class Connection {
  /** What is handed to Node's client. */
  readonly stream: Duplex;
  /** Settles when the server has closed the connection, or it was destroyed. */
  readonly closed: Promise<void>;
  /** Settles when requests can be sent, or never will be. */
  readonly connected: Promise<void>;
  octets = 0;
  /** Why it was destroyed, where it was: Node's client has an error of its own for that. */
  failure: Error | undefined;
  private readonly socket: Socket;
  private head = Buffer.alloc(0);

  constructor(url: URL, maxBytes: number) {
    this.socket = open(url);
    this.stream = new Duplex({
      read: () => void this.socket.resume(),
      write: (chunk: Buffer, _, done) => void this.socket.write(chunk, done),
      // Header section and content in one segment, where they fit: requests that race arrive as a whole.
      writev: (chunks, done) =>
        void this.socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', () => resolve());
    });
    this.connected = new Promise((resolve) => {
      this.socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', resolve);
      this.socket.once('close', () => resolve());
    });
    this.socket.on('data', (chunk) => this.take(chunk, maxBytes));
    this.socket.once('end', () => this.stream.push(null));
    this.socket.once('error', (error) => this.stream.destroy(error));
  }

  /** Octets behind the header section of the final response. */
  get behindHead(): number {
    let start = 0;
    for (;;) {
      const end = this.head.indexOf(HEAD_END, start);
      if (end === -1) return 0;
      const isInterim = INTERIM.test(this.head.toString('latin1', start, start + 12));
      start = end + HEAD_END.length;
      if (!isInterim) return this.octets - start;
    }
  }

  destroy(error?: Error): void {
    this.failure ??= error;
    if (error) this.stream.destroy(error);
    this.socket.destroy();
  }

  private take(chunk: Buffer, maxBytes: number): void {
    this.octets += chunk.length;
    if (this.head.length < MAX_HEAD) this.head = Buffer.concat([this.head, chunk.subarray(0, MAX_HEAD)]);
    if (this.octets > maxBytes) this.destroy(new TooLongError(maxBytes));
    else if (!this.stream.destroyed && !this.stream.push(chunk)) this.socket.pause();
  }
}

/** Node reads no longer header section than this by itself. */
const MAX_HEAD = 64 * 1024;

class TooLongError extends Error {
  constructor(maxBytes: number) {
    super(`the response is longer than ${maxBytes} octets, where it was given up`);
  }
}

function open({ protocol, hostname, port }: URL): Socket {
  // A URL writes an IPv6 address in brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol !== 'https:') return connectPlain(Number(port || 80), host);
  // The server is told the name that is asked for, and an address is none (RFC 6066, 3).
  return connectSecurely({ host, port: Number(port || 443), servername: isIP(host) ? '' : host });
}
