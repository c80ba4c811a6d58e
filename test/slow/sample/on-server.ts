import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource, type DataSourceOptions } from 'typeorm';
import {
  OVERTAKINGS,
  expectAllToWin,
  expectOneDelete,
  expectRefused,
  expectOneWinner,
} from '../../sample/race.js';
import { ADAPTERS, Sample } from '../../sample/sample.js';
import { runs } from '../../support/runs.js';

/** A database server that a test may use a corner of. */
export interface Server {
  readonly name: string;
  readonly options: DataSourceOptions;
  /** What to start, where there is none. */
  readonly start: string;
  /** Where a sample finds the corner of this name. */
  readonly urlOf: (corner: string) => string;
  readonly create: (corner: string) => string;
  readonly drop: (corner: string) => string;
}

export async function connects(options: DataSourceOptions): Promise<boolean> {
  const admin = new DataSource(options);
  try {
    await admin.initialize();
    await admin.destroy();
    return true;
  } catch {
    return false;
  }
}

export async function describeOnServer(server: Server): Promise<void> {
  const what = `the sample on ${server.name}`;
  const why = `, since none answers. To run it:\n${server.start}`;
  const isRun = runs(what, (await connects(server.options)) ? undefined : why);
  (isRun ? describe.each : describe.skip.each)(ADAPTERS)(`${what} and %s`, (adapter) =>
    tests(server, adapter),
  );
}

function tests(server: Server, adapter: (typeof ADAPTERS)[number]): void {
  const corner = `sample_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = server.urlOf(corner);
  const admin = new DataSource(server.options);
  let sample: Sample | undefined;

  const started = () => {
    if (sample) return sample;
    throw new Error('The sample did not start.');
  };

  beforeAll(async () => {
    await admin.initialize();
    await admin.query(server.create(corner));
    sample = await Sample.start({ adapter, databaseUrl });
  });
  afterAll(async () => {
    await sample?.close();
    if (!admin.isInitialized) return;
    await admin.query(server.drop(corner));
    await admin.destroy();
  });

  it('has its table where the test wants it', async () => {
    const rows = await admin.query<{ id: number; price: string }[]>(
      `SELECT id, price FROM ${corner}.products ORDER BY id`,
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

  it('keeps every character of a name, and says when it was changed', async () => {
    const body = { name: 'Läufer "⌘" 🎧', price: 0.29, stock: 0 };
    const before = Date.now();
    const { json, etag } = await started().send('', { method: 'POST', body });
    const read = await started().send(`/${json['id']}`);
    expect(read.json).toMatchObject(body);
    const headers = { 'If-Match': etag!, 'If-Unmodified-Since': read.headers.get('last-modified')! };
    expect((await started().send(`/${json['id']}`, { method: 'DELETE', headers })).status).toBe(204);
    // The clocks of two machines differ; hours would mean a time zone.
    const off = Math.abs(new Date(json['updatedAt'] as string).getTime() - before);
    expect(off).toBeLessThan(15 * 60_000);
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
}
