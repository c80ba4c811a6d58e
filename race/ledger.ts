import type { State } from './product.js';

/** A write that somebody was told has happened. */
export interface Acknowledged {
  readonly client: number;
  /** Which of the client's writes it is, from 1 on. */
  readonly sequence: number;
  /** Of the response; undefined where the client found its write in a state it read. */
  readonly answered?: State;
}

/** What all clients of a run have done: written down as it happens, and never changed. */
export class Ledger {
  readonly writes: Acknowledged[] = [];
  /** What no client should ever see. */
  readonly surprises: string[] = [];
  /** Writes that were sent. */
  attempts = 0;
  /** Of these, answered 412. */
  refused = 0;
  /** Answers 5xx, to whatever. */
  serverErrors = 0;
  /** Requests, of whatever kind, without an answer. */
  connectionErrors = 0;
  /** Decrements that were begun: each is tried until it has happened. */
  private begun = 0;

  constructor(
    private readonly wanted: number,
    /** Whether to go on although all that was wanted has happened. */
    private readonly more: () => boolean = () => false,
  ) {}

  /** Whether another decrement is to be made. */
  begin(): boolean {
    if (this.begun >= this.wanted && !this.more()) return false;
    this.begun += 1;
    return true;
  }

  get errors(): number {
    return this.serverErrors + this.connectionErrors;
  }

  /** Writes whose answer was lost, and which were found in the product. */
  get recovered(): number {
    return this.writes.filter(({ answered }) => !answered).length;
  }

  surprise(what: string): void {
    // One is as telling as a thousand.
    if (this.surprises.length < 5) this.surprises.push(what);
  }
}
