import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createDatabase } from '../../../race/databases/create.js';
import { Unavailable } from '../../../race/databases/database.js';
import { ROOT } from '../../../race/root.js';
import { runScenario, type Result, type Scenario } from '../../../race/scenario.js';
import { VARIANTS, type Variant } from '../../../race/variants.js';
import { runs } from '../../support/runs.js';

/** Why a database is not to be had here. */
async function whyNot(variant: Variant): Promise<string | undefined> {
  try {
    const database = await createDatabase(VARIANTS[variant], variant);
    await database.drop();
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable) return `, since ${error.message}`;
    throw error;
  }
}

const SMALL = { adapter: 'express', processes: 2, clients: 8, writes: 20 } as const;

const run = (scenario: Pick<Scenario, 'database' | 'program' | 'variant'>): Promise<Result> =>
  runScenario({ ...SMALL, ...scenario }, new AbortController().signal);

const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'sample-app')], { stdio: 'inherit' });

for (const variant of Object.keys(VARIANTS) as Variant[]) {
  const title = `clients of two processes, variant ${variant},`;
  const isRun = runs(title, await whyNot(variant));
  const database = VARIANTS[variant];
  (isRun ? describe : describe.skip)(title, () => {
    it('lose no update, and get no 5xx', async () => {
      const result = await run({ program: 'sample', database, variant });
      expect([result.problems, result.lost, result.successes, result.errors]).toEqual([[], 0, 20, 0]);
    });

    it('lose some where the handler only checks', async () => {
      const result = await run({ program: 'fixture', database, variant });
      expect(result.problems).toEqual([]);
      expect(result.lost).toBeGreaterThan(0);
    });
  });
}
