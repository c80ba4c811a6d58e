/** What the switches beside the ledger say. */
export interface Settings {
  /** Who keeps what was read, and asks whether it still holds. */
  readonly keeper: 'page' | 'browser';
  /** Without it, writes are sent as by a client that knows nothing of tags. */
  readonly sendIfMatch: boolean;
  /** Whether the list is read again every few seconds. */
  readonly poll: boolean;
}
