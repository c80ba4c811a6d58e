/** The kit under node:test and vitest, with the built package. Under jest it is everywhere else. */
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('frameworks', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function run(...args: readonly string[]): Ran {
  // Jest's own variables would have another runner think that it runs in Jest.
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  return { status, output: stdout + stderr };
}

/** `headerHandling` finds that this server reads no lists, and the test fails with the remark. */
function expectOneFailure({ status, output }: Ran): void {
  expect(output).toContain('list-empty-members: RFC 9110, 5.6.1.2 (must)');
  expect(status).toBe(1);
}

describe('the kit', () => {
  it('runs under node:test, and keeps no process from ending', () => {
    const ran = run('--test', '--test-reporter=tap', `${FOLDER}/with-node-test.mjs`);
    expectOneFailure(ran);
    expect(ran.output).toMatch(/# pass 1\n# fail 1/);
  });

  it('runs under vitest', () => {
    const ran = run(VITEST, 'run', '--dir', FOLDER, '--config', `${FOLDER}/vitest.config.mjs`);
    expectOneFailure(ran);
    expect(ran.output).toMatch(/1 failed \| 2 passed/);
  });
});
