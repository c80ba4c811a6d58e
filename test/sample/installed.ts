import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Orm } from '../../sample-app/config.js';
import { runs } from '../support/runs.js';

const PRISMA = fileURLToPath(new URL('../../orms/generated/sample/postgresql/client.js', import.meta.url));

/** Prisma is too large for a development dependency, and has a folder of its own. */
const hasPrisma = runs(
  'the sample with Prisma',
  existsSync(PRISMA) ? undefined : '. To run it:\nnpm run orms',
);

export const isInstalled = (orm: Orm): boolean => orm !== 'prisma' || hasPrisma;
