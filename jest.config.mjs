/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Jest leaves one core free, which is half of a small machine; databases and child processes need their time then.
  maxWorkers: '100%',
  testTimeout: 30_000,
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
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
  coverageProvider: 'v8',
  // Files of types alone have nothing to run.
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.interface.ts'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
};
