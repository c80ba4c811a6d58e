/**
 * A client on a bare socket that believes nothing: every octet of a response has to be where RFC 9112 has it, and nothing may
 * come that nobody asked for.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface StrictResponse {
  readonly status: number;
  /** By lower-case name. A name that comes twice is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Nobody answers: that is what it ends, and nothing else. */
const PATIENCE = 120_000;
const CRLF = '\r\n';
const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [\t\x20-\x7e\x80-\xff]*$/;
const FIELD_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/;

export class StrictConnection {
  private bytes = Buffer.alloc(0);
  private closed = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.setTimeout(PATIENCE, () => socket.destroy());
    socket.on('data', (chunk) => {
      this.bytes = Buffer.concat([this.bytes, chunk]);
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  static async open(port: number): Promise<StrictConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new StrictConnection(socket);
  }

  /** False after a response that said `Connection: close`, too. */
  get usable(): boolean {
    return !this.closed;
  }

  close(): void {
    this.socket.destroy();
  }

  /**
   * @param method that of the request, which decides whether a response has content
   * @throws Error where there is no response, or what comes is none
   */
  async exchange(message: Buffer, method: string): Promise<StrictResponse> {
    if (this.bytes.length > 0) throw new Error(`bytes nobody asked for: ${this.shown()}`);
    this.socket.write(message);
    const response = await this.response(method);
    if (response.headers['connection']?.toLowerCase() !== 'close') return response;
    while (!this.closed) await this.more();
    if (this.bytes.length > 0) throw new Error(`bytes behind the last response: ${this.shown()}`);
    return response;
  }

  /** Many requests at once, and their responses in their order. */
  async pipeline(
    requests: readonly { readonly bytes: Buffer; readonly method: string }[],
  ): Promise<StrictResponse[]> {
    this.socket.write(Buffer.concat(requests.map(({ bytes }) => bytes)));
    const responses: StrictResponse[] = [];
    for (const { method } of requests) responses.push(await this.response(method));
    return responses;
  }

  /** A part of a request, and an interim response to it, which has no content. */
  async interim(bytes: Buffer): Promise<StrictResponse> {
    this.socket.write(bytes);
    return this.response('HEAD');
  }

  /** A part of a request, to which nothing is due. */
  write(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  private async response(method: string): Promise<StrictResponse> {
    const [statusLine = '', ...lines] = (await this.until(`${CRLF}${CRLF}`)).split(CRLF);
    const [, digits] = STATUS_LINE.exec(statusLine) ?? [];
    if (digits === undefined) throw new Error(`no status line: ${JSON.stringify(statusLine)}`);
    const status = Number(digits);
    const headers = fieldsOf(lines);
    return { status, headers, body: await this.content(method, status, headers) };
  }

  private async content(method: string, status: number, headers: StrictResponse['headers']): Promise<Buffer> {
    const { 'content-length': length, 'transfer-encoding': coding } = headers;
    if (length !== undefined && coding !== undefined) throw new Error('Content-Length and Transfer-Encoding');
    if (length !== undefined && !/^\d+$/.test(length)) throw new Error(`Content-Length: ${length}`);
    if (coding !== undefined && coding !== 'chunked') throw new Error(`Transfer-Encoding: ${coding}`);
    if (status === 204 && (length ?? coding) !== undefined) throw new Error('a 204 that speaks of content');
    if (method === 'HEAD' || status === 204 || status === 304) return Buffer.alloc(0);
    if (coding) return this.chunks();
    if (length !== undefined) return this.take(Number(length));
    if (headers['connection']?.toLowerCase() !== 'close') throw new Error('content without an end');
    while (!this.closed) await this.more();
    return this.take(this.bytes.length);
  }

  private async chunks(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (;;) {
      const size = await this.until(CRLF);
      if (!/^[0-9a-f]+$/i.test(size)) throw new Error(`no chunk size: ${JSON.stringify(size)}`);
      const length = Number.parseInt(size, 16);
      if (length === 0) break;
      chunks.push(await this.take(length));
      if ((await this.until(CRLF)) !== '') throw new Error('a chunk that is longer than it says');
    }
    while ((await this.until(CRLF)) !== '');
    return Buffer.concat(chunks);
  }

  private async until(end: string): Promise<string> {
    let at: number;
    while ((at = this.bytes.indexOf(end)) === -1) await this.more();
    const text = this.bytes.toString('latin1', 0, at);
    this.bytes = this.bytes.subarray(at + end.length);
    return text;
  }

  private async take(length: number): Promise<Buffer> {
    while (this.bytes.length < length) await this.more();
    const taken = this.bytes.subarray(0, length);
    this.bytes = this.bytes.subarray(length);
    return taken;
  }

  private async more(): Promise<void> {
    if (this.closed) throw new Error(`the connection ended with ${this.shown()}`);
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  private shown(): string {
    return JSON.stringify(this.bytes.toString('latin1', 0, 200));
  }
}

function fieldsOf(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ''] = FIELD_LINE.exec(line) ?? [];
    if (name === undefined) throw new Error(`no field line: ${JSON.stringify(line)}`);
    const key = name.toLowerCase();
    fields[key] = key in fields ? `${fields[key]}, ${value}` : value;
  }
  return fields;
}
