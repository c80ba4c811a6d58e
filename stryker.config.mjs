/** Mutation tests of a folder of src: `MUTATE=rfc9110 npx stryker run`. `npm run mutation` runs all of them. */
import { folder } from './test/mutation/folders.mjs';

export default {
  mutate: [`src/${folder}/**/*.ts`, '!src/**/*.interface.ts', '!src/**/index.ts'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--import', './test/mutation/register.mjs'],
  plugins: ['./test/mutation/runner.mjs'],
  coverageAnalysis: 'perTest',
  // What is evaluated as files are loaded takes a process for each mutant: nine tenths of the time.
  ignoreStatic: process.env['MUTATION_STATIC'] === 'no',
  concurrency: Number(process.env['MUTATION_WORKERS'] ?? 2),
  // It ends what hangs. Loops without an end are known by their count.
  timeoutMS: 60_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation/${folder}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  ignorePatterns: ['/bench', '/docs', '/race', '/reports', '/soak', '/coverage'],
  tempDirName: '.stryker-tmp',
  disableTypeChecks: false,
};
