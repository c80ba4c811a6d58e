import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Unavailable } from '../../../race/databases/database.js';
import { SHARED_SERVER } from '../../../race/databases/postgres.js';
import { mustAnswer } from '../../../race/databases/sql.js';
import { ROOT } from '../../../race/root.js';
import { runScenario, type Adapter, type Result, type Scenario } from '../../../race/scenario.js';

const ADAPTERS: readonly Adapter[] = ['express', 'fastify'];

const reason = await mustAnswer(`${SHARED_SERVER}/postgres`).catch((error: unknown) => {
  // On a machine of its own a developer may do without; the build may not.
  if (!(error instanceof Unavailable) || process.env['CI'] === 'true') throw error;
  return error.message;
});
if (reason) console.warn(`Skipped: the race of four processes on PostgreSQL, since ${reason}`);

const run = (scenario: Partial<Scenario> & Pick<Scenario, 'adapter' | 'database'>): Promise<Result> => {
  const small = { program: 'sample', processes: 1, clients: 8, writes: 40 } as const;
  return runScenario({ ...small, ...scenario }, new AbortController().signal);
};

beforeAll(() => {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'sample-app')], { stdio: 'inherit' });
});

describe.each(ADAPTERS)('clients of one process with PGlite on %s', (adapter) => {
  it('lose no update', async () => {
    const result = await run({ adapter, database: 'pglite' });
    expect([result.problems, result.lost, result.successes]).toEqual([[], 0, 40]);
    expect(result.attempts).toBe(40 + result.refused);
  });

  it('lose some where the handler only checks', async () => {
    const result = await run({ program: 'fixture', adapter, database: 'pglite' });
    expect(result.problems).toEqual([]);
    expect(result.lost).toBeGreaterThan(0);
  });
});

(reason ? describe.skip.each : describe.each)(ADAPTERS)('clients of four processes on %s', (adapter) => {
  const four = { adapter, database: 'postgres', processes: 4, clients: 16 } as const;

  it('lose no update', async () => {
    const result = await run({ ...four, writes: 60 });
    expect([result.problems, result.lost, result.successes]).toEqual([[], 0, 60]);
  });

  it('lose some where the handler only checks', async () => {
    const result = await run({ ...four, program: 'fixture' });
    expect(result.problems).toEqual([]);
    expect(result.lost).toBeGreaterThan(0);
  });
});
