/**
 * `node --import ./test/support/typescript.mjs program.ts`: programs of the tests that run outside of Jest, where a library
 * of CommonJS may require Nest, compiled as Jest compiles them. They have the package as it was built.
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
