import type {} from 'vitest';
import type { ConditionalMatchers } from '../matchers/types.js';

declare module 'vitest' {
  interface Matchers<T = any> extends ConditionalMatchers<T> {}
}

export { matchers } from '../matchers/matchers.js';
