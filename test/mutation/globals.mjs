/** Stands in for `@jest/globals` where mutants are tested: the same functions, without Jest around them. */
import { createRequire } from 'node:module';

// Of the Jest that the tests run with elsewhere.
const requireOfJest = createRequire(import.meta.resolve('jest'));
const requireOfCore = createRequire(requireOfJest.resolve('@jest/core'));
const requireOfRunner = createRequire(requireOfCore.resolve('jest-runner'));
export const circus = createRequire(requireOfCore.resolve('jest-config'))('jest-circus');
const { ModuleMocker } = createRequire(requireOfRunner.resolve('jest-runtime'))('jest-mock');
const mocker = new ModuleMocker(globalThis);

export const { describe, it, test, beforeAll, beforeEach, afterAll, afterEach } = circus;
export const { expect } = requireOfJest('expect');
export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
};
