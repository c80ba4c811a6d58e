/** What a server has used since it started. */
export interface Usage {
  /** Microseconds of all its threads, in user and in kernel mode. */
  readonly cpu: number;
  /** SQL statements sent. */
  readonly statements: number;
}

/** What a server is asked over the channel of the process. */
export type Question = 'usage' | 'heap' | 'memory' | 'calls' | 'stop';

/** What it says, unasked once it listens. */
export type Answer =
  | { readonly port: number }
  | { readonly usage: Usage }
  /** Bytes, after a garbage collection. */
  | { readonly heap: number }
  /** Bytes of the heap and of buffers. */
  | { readonly memory: number }
  /** Of functions, since it was asked the last time. */
  | { readonly calls: number }
  | { readonly failed: string };
