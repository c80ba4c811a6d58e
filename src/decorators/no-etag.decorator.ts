import { tagged, type RouteDecorator } from './bound.js';

/**
 * Opts a handler out of the `@ETag()` or `@Versioned()` of its class: its responses carry no tag (the platform's
 * automatic one neither) and its preconditions are left to the handler.
 * @example
 * ```ts
 * @Get('report') @NoETag() report() {}
 * ```
 */
export function NoETag(): RouteDecorator {
  return tagged('@NoETag()', { kind: 'none', options: {} });
}
