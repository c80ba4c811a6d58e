import type { ConditionalMatchers } from '../matchers/types.js';

/** For `expect` of `@jest/globals`. */
declare module 'expect' {
  // The parameters have to be those of the library.
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ConditionalMatchers<R> {}
}

declare global {
  /** For the global `expect` of `@types/jest`. */
  namespace jest {
    // oxlint-disable-next-line no-unused-vars
    interface Matchers<R, T = {}> extends ConditionalMatchers<R> {}
  }
}

export { matchers } from '../matchers/matchers.js';
