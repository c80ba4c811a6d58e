import type { SentRequest } from './exchange.js';

/** What a server may take before it is given up. */
export interface Limits {
  /** Milliseconds for one whole exchange. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Octets of one response. Default 10 MiB. */
  readonly maxBytes?: number | undefined;
}

export const DEFAULT_TIMEOUT = 10_000;
export const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;

/** A server that gave no response, or none that HTTP knows. The message says what it did instead. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';

  constructor(
    readonly sent: SentRequest,
    /** What went wrong, as the end of a sentence. */
    readonly why: string,
    cause?: unknown,
  ) {
    super(`${sent.method} ${sent.path}: ${why}`, { cause });
  }
}

interface SystemError {
  readonly code?: string;
  readonly message?: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ENOTFOUND: 'there is no such host (ENOTFOUND)',
  EAI_AGAIN: 'the name of the host cannot be looked up (EAI_AGAIN)',
  ECONNRESET: 'the server closed the connection before the response was complete',
  EPIPE: 'the server closed the connection before the request was sent',
  HPE_HEADER_OVERFLOW: 'the header section of the response is longer than 16 KiB',
  HPE_INVALID_CONSTANT: 'what came back is no HTTP response',
};

/** An error of Node's, in a sentence. */
export function reasonOf(error: unknown): string {
  const { code = '', message = String(error) } = error as SystemError;
  if (code in REASONS) return REASONS[code]!;
  return code.startsWith('HPE_') ? `the response is malformed (${message})` : message || code;
}
