import { once } from 'node:events';
import { connect } from 'node:net';

/** How long a server may keep silent, in milliseconds. */
const PATIENCE = 10_000;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** One request and its response as they went over the wire. */
export interface Exchange {
  readonly sent: string;
  readonly received: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Whatever came after the head, which of a 304 is nothing at all. */
  readonly body: string;
}

/** Sends a request over a socket of its own: no client library adds, hides or mends anything. */
export async function send(baseUrl: string, request: Request): Promise<Exchange> {
  const { host, hostname, port } = new URL(baseUrl);
  const sent = format(request, host);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  socket.setTimeout(PATIENCE, () =>
    socket.destroy(new Error(`No answer to ${request.method} ${request.path}`)),
  );
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(sent);
  await once(socket, 'close');
  return { sent, ...parse(Buffer.concat(chunks).toString()) };
}

function format({ method, path, headers = {}, body }: Request, host: string): string {
  const content = body === undefined ? '' : JSON.stringify(body);
  const fields: Record<string, string | number> = { Host: host, ...headers };
  if (body !== undefined) {
    fields['Content-Type'] = 'application/json';
    fields['Content-Length'] = Buffer.byteLength(content);
  }
  // The server is to close when it has said everything, whatever its lengths claim.
  fields['Connection'] = 'close';
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', content].join('\r\n');
}

function parse(received: string): Omit<Exchange, 'sent'> {
  const end = received.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  return { received, status, headers: new Map(lines.map(field)), body: received.slice(end + 4) };
}

function field(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
