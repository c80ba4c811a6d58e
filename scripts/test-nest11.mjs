// Runs the test suite, unchanged, against Nest 11. What stands behind "--" goes to jest.
import { askForNest11 } from './nest-11.mjs';
import { testCopy } from './test-copy.mjs';

process.exitCode = testCopy({
  name: 'nest11',
  ask: askForNest11,
  expected: { '@nestjs/core': '11.' },
  jest: process.argv.slice(2),
});
