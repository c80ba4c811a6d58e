/** @type {import('jest').Config} */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-etag$': '<rootDir>/src/index.ts',
    '^nestjs-etag/(.*)$': '<rootDir>/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** @type {import('jest').Config} */
export default {
  // Jest leaves one core free, which is half of a small machine; databases and child processes need their time then.
  maxWorkers: '100%',
  // Jest keeps the ES modules of every file it has run. Beyond this, collecting garbage takes longer than a new worker.
  workerIdleMemoryLimit: '1GB',
  // A limit ends a test that hangs, and no other: it has to be long enough for a machine that is busy with other things.
  testTimeout: 300_000,
  projects: [
    {
      ...common,
      displayName: 'fast',
      // Says which NodeAdapter the tests are run with, and which MongoDB.
      globalSetup: '<rootDir>/test/support/run-on.mjs',
      // PGlite has one connection in any case.
      testMatch: ['<rootDir>/test/**/*.spec.ts', '!**/test/slow/**', '!**/test/typeorm/pool-of-one.spec.ts'],
      globals: { databases: 'embedded' },
    },
    {
      ...common,
      displayName: 'slow',
      testMatch: ['<rootDir>/test/slow/**/*.spec.ts'],
    },
    // What the fast tests show of TypeORM on the PGlite in their process, once more on PostgreSQL, MariaDB and MySQL's driver.
    {
      ...common,
      displayName: 'servers',
      testMatch: [
        '<rootDir>/test/typeorm/*.spec.ts',
        '<rootDir>/test/adapters/*.spec.ts',
        // They run on a double in the process, or on the server of MONGODB_URL.
        '!**/test/adapters/mongoose*.spec.ts',
      ],
      globals: { databases: 'servers' },
    },
  ],
  // V8's own coverage slows Nest and the libraries down as well, to less than half: this one counts in src alone.
  coverageProvider: 'babel',
  // Files of types alone have nothing to run, and the command's own process is not measured.
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.interface.ts', '!src/check/main.ts'],
  coverageThreshold: { global: { lines: 100, branches: 98 } },
};
