import type { ServerResponse } from 'node:http';
import type { ResponseHead } from '../request/response-head.interface.js';

/** The head of a response of Node's own kind. */
export class ServerResponseHead implements ResponseHead {
  constructor(protected readonly response: ServerResponse) {}

  get isSent(): boolean {
    return this.response.headersSent;
  }

  get status(): number {
    return this.response.statusCode;
  }

  set status(status: number) {
    this.response.statusCode = status;
  }

  get(name: string): string | undefined {
    return this.response.getHeader(name)?.toString();
  }

  values(names: readonly string[]): readonly (string | undefined)[] {
    // An array that is pushed to takes room for seventeen.
    const values: (string | undefined)[] = names.slice();
    for (let at = 0; at < names.length; at += 1) values[at] = this.get(names[at]!);
    return values;
  }

  set(name: string, value: string): void {
    this.response.setHeader(name, value);
  }

  remove(name: string): void {
    this.response.removeHeader(name);
  }

  names(): string[] {
    return this.response.getHeaderNames();
  }
}
