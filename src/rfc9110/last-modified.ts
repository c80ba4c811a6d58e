/**
 * Last-Modified: the validator of a representation that has no better one.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2
 *
 * ```text
 * Last-Modified = HTTP-date
 * ```
 * Example: `Sun, 06 Nov 1994 08:49:37 GMT`
 */
import { wholeSeconds } from './http-date.js';

/**
 * The modification date as it may be sent: in whole seconds, and never later than the response itself, since clocks
 * differ and a date in the future would announce a change that has not happened.
 * @param ms when the representation was modified, epoch milliseconds
 * @param now when the response is made, epoch milliseconds; the present by default
 * @returns epoch milliseconds, a multiple of 1000; `NaN` where `ms` is `NaN`
 * @example
 * clampLastModified(784111777999, 784111800000); // 784111777000
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.1
 */
export function clampLastModified(ms: number, now = Date.now()): number {
  return wholeSeconds(Math.min(ms, now));
}
