/** One exchange with the API. Bytes are those of the body of the response. */
export interface Exchange {
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  /** The precondition of the request: `If-Match: "1"`. */
  readonly precondition: string | undefined;
  readonly status: number;
  readonly tag: string | undefined;
  /** What the server sent. */
  readonly sent: number;
  /** What it need not send, because the client has it: the length of the 200 that a 304 stands for. */
  readonly saved: number;
}

export interface Totals {
  readonly exchanges: number;
  readonly sent: number;
  readonly saved: number;
  /** Writes that would have overwritten somebody else's: 412. */
  readonly prevented: number;
}

const NOTHING: Totals = { exchanges: 0, sent: 0, saved: 0, prevented: 0 };

/** Every exchange counts; the latest of them are kept, so that a page may stay open. */
export class Ledger {
  private kept: readonly Exchange[] = [];
  private counted: Totals = NOTHING;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly most = 100) {}

  /** The latest first. */
  get exchanges(): readonly Exchange[] {
    return this.kept;
  }

  get totals(): Totals {
    return this.counted;
  }

  add(exchange: Exchange): void {
    const { exchanges, sent, saved, prevented } = this.counted;
    this.kept = [exchange, ...this.kept].slice(0, this.most);
    this.counted = {
      exchanges: exchanges + 1,
      sent: sent + exchange.sent,
      saved: saved + exchange.saved,
      prevented: prevented + (exchange.status === 412 ? 1 : 0),
    };
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
}
