/** What test/sample/orms.spec.ts shows of every library on PGlite, once more on PostgreSQL and MariaDB. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { ORMS, type Orm } from '../../../sample-app/config.js';
import { converse } from '../../sample/conversation.js';
import { isInstalled } from '../../sample/installed.js';
import type { Told } from '../../sample/report.js';
import { Sample } from '../../sample/sample.js';
import { runs } from '../../support/runs.js';
import { connects } from './on-server.js';

interface Server {
  readonly name: string;
  readonly options: DataSourceOptions;
  readonly schemes: readonly string[];
  readonly address: string;
  readonly start: string;
  /** How exact the times are that TypeORM writes, in milliseconds. */
  readonly tick: number;
}

const SERVERS: readonly Server[] = [
  {
    name: 'PostgreSQL',
    options: { type: 'postgres', url: 'postgres://postgres@127.0.0.1:5432/test' },
    schemes: ['postgres'],
    address: 'postgres@127.0.0.1:5432',
    start: 'docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres',
    tick: 1,
  },
  {
    name: 'MariaDB',
    options: { type: 'mariadb', url: 'mariadb://root@127.0.0.1:3306/test' },
    schemes: ['mariadb', 'mysql'],
    address: 'root@127.0.0.1:3306',
    start: 'docker run -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 -e MARIADB_DATABASE=test mariadb',
    // It says CURRENT_TIMESTAMP, which has whole seconds there.
    tick: 1_000,
  },
];

/** A conversation on a database of its own. */
async function hear({ options, address, tick }: Server, scheme: string, orm: Orm): Promise<Told[]> {
  const database = `sample_${randomUUID().replaceAll('-', '')}`;
  const admin = await new DataSource(options).initialize();
  await admin.query(`CREATE DATABASE ${database}`);
  try {
    const sample = await Sample.start({
      adapter: 'express',
      orm,
      databaseUrl: `${scheme}://${address}/${database}`,
    });
    try {
      return await converse(sample, orm === 'typeorm' ? tick : 1);
    } finally {
      await sample.close();
    }
  } finally {
    await admin.query(`DROP DATABASE ${database}`);
    await admin.destroy();
  }
}

for (const server of SERVERS) {
  const what = `the sample on ${server.name}`;
  const missing = (await connects(server.options))
    ? undefined
    : `, since none answers. To run it:\n${server.start}`;
  (runs(what, missing) ? describe : describe.skip).each(server.schemes)(`${what} by %s:`, (scheme) => {
    let withTypeOrm: Told[];

    beforeAll(async () => {
      withTypeOrm = await hear(server, scheme, 'typeorm');
    });

    it.each(ORMS.filter((orm) => !['typeorm', 'mongoose'].includes(orm) && isInstalled(orm)))(
      'answers the same with ORM=%s',
      async (orm) => {
        expect(await hear(server, scheme, orm)).toEqual(withTypeOrm);
      },
    );
  });
}
