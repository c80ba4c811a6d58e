import type { ConditionalMatchers } from '../matchers/matchers.interface.js';

// What is augmented has to be imported, in the declarations as well, or the compiler does not find it.
// oxlint-disable-next-line unicorn/require-module-specifiers
export type {} from 'vitest';

/** For `expect` of vitest. */
declare module 'vitest' {
  // The parameter has to be that of the library.
  // oxlint-disable-next-line typescript/no-explicit-any
  interface Matchers<T = any> extends ConditionalMatchers<T> {}
}

export { matchers } from '../matchers/matchers.js';
