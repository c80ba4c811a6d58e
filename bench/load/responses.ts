const HEAD_END = Buffer.from('\r\n\r\n');

/** The head of a response, as far as a client needs it. */
export interface Head {
  readonly status: number;
  readonly etag: string | undefined;
  /** Bytes. */
  readonly length: number;
}

/**
 * Takes a stream of responses apart, and looks at nothing it need not look at: the client must not be what is measured.
 * It knows responses with a Content-Length, and those without a body.
 */
export class Responses {
  private rest: Buffer | undefined;
  private bodyLeft = 0;
  private head: Head | undefined;

  constructor(private readonly onResponse: (head: Head) => void) {}

  /** @throws Error at what is no response this client knows */
  push(chunk: Buffer): void {
    const bytes = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    this.rest = undefined;
    let at = 0;
    while (at < bytes.length) {
      if (!this.head) {
        const end = bytes.indexOf(HEAD_END, at);
        if (end === -1) {
          this.rest = bytes.subarray(at);
          return;
        }
        this.head = headIn(bytes.toString('latin1', at, end));
        this.bodyLeft = this.head.length;
        at = end + HEAD_END.length;
      }
      const taken = Math.min(this.bodyLeft, bytes.length - at);
      this.bodyLeft -= taken;
      at += taken;
      if (this.bodyLeft === 0) this.complete(this.head);
    }
  }

  private complete(head: Head): void {
    this.head = undefined;
    this.onResponse(head);
  }
}

function headIn(text: string): Head {
  const status = Number(text.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
  if (length === undefined && status !== 304 && status !== 204)
    throw new Error(`a response this client does not know:\n${text}`);
  const etag = /\r\netag: *([^\r]+)/i.exec(text)?.[1];
  return { status, etag, length: status === 304 ? 0 : Number(length ?? 0) };
}
