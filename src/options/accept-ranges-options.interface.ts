/** Options of `@AcceptRanges()`. */
export interface AcceptRangesOptions {
  /**
   * How many ranges a request may name. A Range with more is ignored, and everything is sent (RFC 9110, 14.2). Ranges
   * that overlap or touch become one. Default 50.
   */
  readonly maxRanges?: number;
}
