import type { ConditionalMatchers } from '../matchers/types.js';

/** For `expect` of vitest. */
declare module 'vitest' {
  // The parameter has to be that of the library.
  // oxlint-disable-next-line typescript/no-explicit-any
  interface Matchers<T = any> extends ConditionalMatchers<T> {}
}

export { matchers } from '../matchers/matchers.js';
