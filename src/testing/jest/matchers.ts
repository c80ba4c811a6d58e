import type { ConditionalMatchers } from '../matchers/matchers.interface.js';

// What is augmented has to be imported, in the declarations as well, or the compiler does not find it.
// oxlint-disable-next-line unicorn/require-module-specifiers
export type {} from 'expect';

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
