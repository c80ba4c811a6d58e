import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { OVERTAKINGS, expectAllToWin, expectOneDelete, expectRefused, expectOneWinner } from './race.js';
import { ADAPTERS, Sample } from './sample.js';

const SERVER = 'postgres://postgres@127.0.0.1:5432/test';

/** On a machine of its own a developer may do without; the build may not. */
const reachable = (await connects()) || process.env['CI'] === 'true';
if (!reachable) {
  console.warn(
    `Skipped: the sample on PostgreSQL, since nothing answers at ${SERVER}. To run it:\n` +
      'docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres',
  );
}

function administrator(): DataSource {
  return new DataSource({ type: 'postgres', url: SERVER, connectTimeoutMS: 2000 });
}

async function connects(): Promise<boolean> {
  const admin = administrator();
  try {
    await admin.initialize();
    await admin.destroy();
    return true;
  } catch {
    return false;
  }
}

(reachable ? describe.each : describe.skip.each)(ADAPTERS)('the sample on PostgreSQL and %s', (adapter) => {
  const schema = `sample_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = `${SERVER}?options=-csearch_path%3D${schema}`;
  const admin = administrator();
  let sample: Sample | undefined;

  const started = () => {
    if (sample) return sample;
    throw new Error('The sample did not start.');
  };

  beforeAll(async () => {
    await admin.initialize();
    await admin.query(`CREATE SCHEMA ${schema}`);
    sample = await Sample.start({ adapter, databaseUrl });
  });
  afterAll(async () => {
    await sample?.close();
    if (!admin.isInitialized) return;
    await admin.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await admin.destroy();
  });

  it('has its table where the test wants it', async () => {
    const rows = await admin.query<{ id: number; price: string }[]>(
      `SELECT id, price FROM ${schema}.products ORDER BY id`,
    );
    expect(rows[0]).toEqual({ id: 101, price: '120.00' });
  });

  it('creates, reads, changes and deletes', async () => {
    const { path, etag } = await started().create();
    const changed = await started().put(path, etag);
    const read = await started().send(path);
    expect([changed.status, read.text, read.etag]).toEqual([200, changed.text, changed.etag]);
    expect((await started().send(path, { headers: { 'If-None-Match': read.etag! } })).status).toBe(304);
    expect((await started().put(path, etag)).status).toBe(412);
    expect(
      (await started().send(path, { method: 'DELETE', headers: { 'If-Match': read.etag! } })).status,
    ).toBe(204);
  });

  it('keeps what is there over a restart, and creates no product twice', async () => {
    const { path } = await started().create();
    await started().send('/103', { method: 'DELETE', headers: { 'If-Match': '*' } });
    const before = (await started().send('')).text;
    await started().close();
    sample = await Sample.start({ adapter, databaseUrl });
    expect((await sample.send('')).text).toBe(before);
    expect((await sample.create()).path).not.toBe(path);
  });

  it('lets one of twenty PUTs with one tag win', () => expectOneWinner(started()));
  it('loses none of twenty PUTs with If-Match: *', () => expectAllToWin(started()));
  it('lets one of twenty DELETEs win', () => expectOneDelete(started()));
  it.each(OVERTAKINGS)('refuses %s', (_, slower, faster, status) =>
    expectRefused(started(), slower, faster, status),
  );
});
