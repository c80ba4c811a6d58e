/** Options of `@AcceptRanges()`. */
export interface AcceptRangesOptions {
  /**
   * How many ranges a request may name before its Range is ignored and everything is sent (RFC 9110, 14.2: a server may
   * ignore what costs it more than it helps the client). Default 50. Those that overlap or touch become one.
   */
  readonly maxRanges?: number;
}
