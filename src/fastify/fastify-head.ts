import type { ServerResponse } from 'node:http';
import type { ResponseHead } from '../request/response-head.interface.js';

/** The parts of Fastify's reply that the module uses. */
export interface FastifyReply {
  statusCode: number;
  code(status: number): this;
  send(payload?: unknown): this;
  getHeader(name: string): string | number | string[] | undefined;
  header(name: string, value: string): this;
  removeHeader(name: string): this;
  removeTrailer(name: string): this;
  getHeaders(): Record<string, unknown>;
  readonly request: object;
  readonly sent: boolean;
  readonly raw: ServerResponse;
}

export class FastifyHead implements ResponseHead {
  constructor(private readonly reply: FastifyReply) {}

  get isSent(): boolean {
    return this.reply.sent;
  }

  get status(): number {
    return this.reply.statusCode;
  }

  set status(status: number) {
    this.reply.code(status);
  }

  get(name: string): string | undefined {
    return this.reply.getHeader(name)?.toString();
  }

  values(names: readonly string[]): readonly (string | undefined)[] {
    // An array that is pushed to takes room for seventeen.
    const values: (string | undefined)[] = names.slice();
    for (let at = 0; at < names.length; at += 1) values[at] = this.reply.getHeader(names[at]!)?.toString();
    return values;
  }

  set(name: string, value: string): void {
    this.reply.header(name, value);
  }

  remove(name: string): void {
    this.reply.removeHeader(name);
    // When a stream fails, Fastify has handed its fields on to Node already.
    this.reply.raw.removeHeader(name);
  }

  names(): string[] {
    return Object.keys(this.reply.getHeaders());
  }
}
