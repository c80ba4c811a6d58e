import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase } from '../../../race/databases/create.js';
import { Unavailable, type DatabaseName } from '../../../race/databases/database.js';
import { ALL_ORMS, ORMS, type OrmName } from '../../../race/orms.js';
import { ROOT } from '../../../race/root.js';
import { runScenario, type Result, type Scenario } from '../../../race/scenario.js';
import { startMongoDouble } from '../../support/mongo/server.js';
import { runs } from '../../support/runs.js';

// Several processes share it, as they would a server of MongoDB's. It does one command at a time.
const double = await startMongoDouble();
process.env['MONGODB_URL'] ||= double.uri;
afterAll(double.close);

async function whyNot(orm: OrmName, database: DatabaseName): Promise<string | undefined> {
  if (orm === 'prisma' && !existsSync(join(ROOT, 'orms/generated'))) return '. To run it:\nnpm run orms';
  try {
    await (await createDatabase(database)).drop();
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable) return `, since ${error.message}`;
    throw error;
  }
}

const SMALL = { adapter: 'express', processes: 2, clients: 8, writes: 20 } as const;

const run = (scenario: Pick<Scenario, 'database' | 'program' | 'orm'>): Promise<Result> =>
  runScenario({ ...SMALL, ...scenario }, new AbortController().signal);

const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(ROOT, 'race')], { stdio: 'inherit' });

for (const orm of ALL_ORMS) {
  for (const database of ORMS[orm]) {
    const title = `clients of two processes with ${orm} on ${database}`;
    const isRun = runs(title, await whyNot(orm, database));
    (isRun ? describe : describe.skip)(title, () => {
      it('lose no update', async () => {
        const result = await run({ program: 'sample', database, orm });
        expect([result.problems, result.lost, result.successes, result.errors]).toEqual([[], 0, 20, 0]);
      });

      it('lose some with an update by key after a comparison in JavaScript', async () => {
        const result = await run({ program: 'fixture', database, orm });
        expect(result.problems).toEqual([]);
        expect(result.lost).toBeGreaterThan(0);
      });
    });
  }
}
