/** The matchers with their types for vitest: `expect.extend(matchers)`. */
export { matchers } from './matchers.js';
