/** Tests that are loaded once, and run as often as there are mutants: all of them, or some. */
import { pathToFileURL } from 'node:url';
import { isRepeated } from './folders.mjs';
import { circus } from './globals.mjs';

/**
 * Milliseconds after which a test has hung. Where nothing is mutated it ends no other, however busy the machine is; with a
 * mutant many a response never comes, and most of the time would be spent on waiting for it.
 */
const LIMITS = { unmutated: 60_000, mutated: 5_000 };

export class Suite {
  #namespace;
  #tests = new Map();
  #loaded = new Set();
  /** By the name its coverage goes under: the tests that a hook of a block is called for. */
  #hooked = new Map();

  /** @param namespace where instrumented code finds which mutant is on, and says which mutants it met */
  constructor(namespace) {
    this.#namespace = namespace;
    circus.addEventHandler((event) => this.#onEvent(event));
    // What nobody waits for fails the test that runs.
    for (const event of ['uncaughtException', 'unhandledRejection'])
      process.on(event, (error) => this.#fail(error));
  }

  async load(files) {
    const state = circus.getState();
    const { rootDescribeBlock } = state;
    // Otherwise tests that come after a run are passed over without a word.
    state.hasStarted = false;
    for (const file of files) {
      if (this.#loaded.has(file)) continue;
      this.#loaded.add(file);
      const before = { children: rootDescribeBlock.children.length, hooks: rootDescribeBlock.hooks.length };
      await import(pathToFileURL(file));
      // What stands at the top of a file is of that file.
      circus.describe(file, () => {});
      const block = rootDescribeBlock.children.pop();
      for (const child of rootDescribeBlock.children.splice(before.children)) {
        child.parent = block;
        block.children.push(child);
      }
      block.hooks.push(...rootDescribeBlock.hooks.splice(before.hooks));
      for (const hook of block.hooks) hook.parent = block;
      rootDescribeBlock.children.push(block);
      this.#number(block, file, file);
    }
  }

  /** Runs file by file, so that none is loaded behind the first that has a test that fails. */
  async runEach(files) {
    const results = [];
    for (const file of files) {
      await this.load([file]);
      const ids = [...this.#tests].filter(([, test]) => test.file === file).map(([id]) => id);
      results.push(...(await this.run(ids)));
      if (results.some(({ status }) => status === 1)) break;
    }
    return results;
  }

  /** @param filter ids of tests; default: all. Ends with the first that fails, and skips the others. */
  async run(filter) {
    const wanted = filter && new Set(filter);
    for (const [id, { test }] of this.#tests) {
      test.mode = wanted && !wanted.has(id) ? 'skip' : undefined;
      Object.assign(test, { errors: [], status: null });
    }
    const state = circus.getState();
    state.testTimeout = this.#namespace.activeMutant ? LIMITS.mutated : LIMITS.unmutated;
    state.unhandledErrors = [];
    await circus.run();
    return [...this.#tests]
      .filter(([, { test }]) => test.mode !== 'skip' || test.errors.length > 0)
      .map(([id, { test, file }]) => resultOf(id, file, test));
  }

  /** What the tests met, that of a hook as though each of its tests had. */
  coverage() {
    const { static: atLoad, perTest } = this.#namespace.mutantCoverage;
    for (const [name, block] of this.#hooked) {
      for (const id of idsIn(block)) {
        for (const [mutant, hits] of Object.entries(perTest[name] ?? {})) {
          perTest[id] ??= {};
          perTest[id][mutant] = (perTest[id][mutant] ?? 0) + hits;
        }
      }
      delete perTest[name];
    }
    return { static: atLoad, perTest };
  }

  #number(block, path, file) {
    for (const child of block.children) {
      const name = `${path} › ${child.name}`;
      if (child.type === 'describeBlock') this.#number(child, name, file);
      else if (isRepeated(name)) child.mode = 'skip';
      else {
        let id = name;
        for (let count = 2; this.#tests.has(id); count += 1) id = `${name} (${count})`;
        this.#tests.set(id, { test: child, file });
        child.mutationId = id;
      }
    }
  }

  #onEvent(event) {
    if (event.name === 'test_start') this.#namespace.currentTestId = event.test.mutationId;
    if (event.name === 'hook_start' && !circus.getState().currentlyRunningTest) {
      const { parent } = event.hook;
      const name = `${event.hook.type} ${this.#hooked.size}`;
      this.#hooked.set(name, parent);
      this.#namespace.currentTestId = name;
    }
    if (event.name === 'test_fn_failure') this.#skipAll();
    if (event.name === 'hook_failure') this.#skipAll();
  }

  #skipAll() {
    for (const { test } of this.#tests.values())
      if (test.errors.length === 0 && !test.status) test.mode = 'skip';
  }

  /** Outside of a test nobody is to blame, as with Jest. */
  #fail(error) {
    circus.getState().currentlyRunningTest?.errors.push([error, undefined]);
  }
}

function resultOf(id, file, { errors, duration }) {
  const result = {
    id,
    name: id,
    fileName: file,
    timeSpentMs: duration ?? 0,
    status: errors.length > 0 ? 1 : 0,
  };
  return errors.length > 0 ? Object.assign(result, { failureMessage: messageOf(errors[0]) }) : result;
}

function idsIn(block) {
  return block.children.flatMap((child) =>
    child.type === 'describeBlock' ? idsIn(child) : [child.mutationId],
  );
}

function messageOf(error) {
  const [first] = [error].flat();
  return String(first?.message ?? first).slice(0, 2_000);
}
