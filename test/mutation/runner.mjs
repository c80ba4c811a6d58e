/**
 * Runs tests for Stryker in one process that has loaded them once: a mutant is switched on, the tests that reach it run, and
 * the first that fails ends the run. Jest itself would load every file anew for every mutant, which takes a hundred times as
 * long. A mutant of what is evaluated as files are loaded has a new process.
 */
import { configureGlobal } from 'fast-check';
import { basename } from 'node:path';
import { tests as files } from './folders.mjs';
import { Suite } from './suite.mjs';

// One counterexample is enough to know a mutant by: to look for a smaller one takes longer than all the tests.
configureGlobal({ endOnFailure: true });

class InProcessRunner {
  /** Where instrumented code finds which mutant is on. */
  state = (globalThis['__stryker__'] ??= {});
  suite = new Suite(this.state);

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun() {
    this.state.mutantCoverage = { static: {}, perTest: {} };
    await this.suite.load(files);
    const tests = await this.suite.run();
    const mutantCoverage = this.suite.coverage();
    this.state.mutantCoverage = undefined;
    return { status: 'complete', tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }) {
    const { state } = this;
    const isStatic = mutantActivation === 'static';
    if (isStatic) state.activeMutant = activeMutant.id;
    Object.assign(state, { hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    try {
      if (isStatic) return resultOf(await this.suite.runEach(ownFirst(activeMutant.fileName)), state);
      await this.suite.load(files);
      state.activeMutant = activeMutant.id;
      return resultOf(await this.suite.run(testFilter), state);
    } catch (error) {
      // Files that cannot be loaded with it are as good as a test that fails.
      return { status: 'killed', killedBy: ['load'], failureMessage: String(error), nrOfTests: 0 };
    } finally {
      state.activeMutant = undefined;
    }
  }
}

/** The tests that bear the name of what is mutated come first: they are most likely to find the mutant. */
function ownFirst(mutated) {
  const own = `/${basename(mutated, '.ts')}.spec.ts`;
  return files.toSorted((one, other) => Number(other.endsWith(own)) - Number(one.endsWith(own)));
}

function resultOf(tests, { hitCount, hitLimit }) {
  if (hitCount > hitLimit) return { status: 'timeout', reason: `hit ${hitCount} times` };
  const failed = tests.find(({ status }) => status === 1);
  if (!failed) return { status: 'survived', nrOfTests: tests.length };
  return {
    status: 'killed',
    killedBy: [failed.id],
    failureMessage: failed.failureMessage,
    nrOfTests: tests.length,
  };
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }];
