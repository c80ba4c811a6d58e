/** The matchers with their types for jest: `expect.extend(matchers)`. */
export { matchers } from './matchers.js';
