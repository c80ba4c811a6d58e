import { expect, jest } from '@jest/globals';
import { EntityAdapters, type EntityAdapter } from 'nestjs-etag';
import { Product } from '../../sample-app/products/product.js';
import { PUT_BODY, type Answer, type Sample } from './sample.js';

const WRITERS = Array.from({ length: 20 }, (_, stock) => stock);

function adapterOf(sample: Sample): EntityAdapter {
  return sample.app.get(EntityAdapters).find(Product)!.adapter;
}

/**
 * Starts twenty writes, and holds each on its way to the database, its precondition found to hold, until all are
 * there: from there on only the database keeps them apart.
 */
async function race(sample: Sample, write: (stock: number) => Promise<Answer>): Promise<Answer[]> {
  const adapter = adapterOf(sample);
  const writes = { update: adapter.update.bind(adapter), delete: adapter.delete.bind(adapter) };
  let ready = 0;
  let release = (): void => {};
  const allAreReady = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrive = async () => {
    ready += 1;
    if (ready === WRITERS.length) release();
    await allAreReady;
  };
  const held = [
    jest.spyOn(adapter, 'update').mockImplementation(async (...given) => {
      await arrive();
      return writes.update(...given);
    }),
    jest.spyOn(adapter, 'delete').mockImplementation(async (...given) => {
      await arrive();
      return writes.delete(...given);
    }),
  ];
  try {
    return await Promise.all(WRITERS.map(write));
  } finally {
    for (const each of held) each.mockRestore();
  }
}

/** Twenty clients read one version, and all of them write: one may. */
export async function expectOneWinner(sample: Sample): Promise<void> {
  const { path, etag } = await sample.create();
  const answers = await race(sample, (stock) => sample.put(path, etag, { ...PUT_BODY, stock }));

  const winners = answers.filter(({ status }) => status === 200);
  const losers = answers.filter(({ status }) => status === 412);
  expect([winners.length, losers.length]).toEqual([1, 19]);

  const now = await sample.send(path);
  expect([now.text, now.etag]).toEqual([winners[0]?.text, winners[0]?.etag]);
  expect(new Set(losers.map((loser) => loser.etag))).toEqual(new Set([now.etag]));
}

/** Twenty clients write whatever the version is: all of them may, one after the other. */
export async function expectAllToWin(sample: Sample): Promise<void> {
  const { path } = await sample.create();
  const answers = await race(sample, (stock) => sample.put(path, '*', { ...PUT_BODY, stock }));

  expect(answers.map(({ status }) => status)).toEqual(WRITERS.map(() => 200));
  expect(new Set(answers.map(({ etag }) => etag)).size).toBe(WRITERS.length);
  expect((await sample.send(path)).json['version']).toBe(1 + WRITERS.length);
}

/** Twenty clients name a date, which is the same for all that happens within its second: one may still. */
export async function expectOneWinnerByDate(sample: Sample): Promise<void> {
  const { path } = await sample.create();
  const headers = { 'If-Unmodified-Since': (await sample.send(path)).headers.get('last-modified')! };
  const answers = await race(sample, (stock) =>
    sample.send(path, { method: 'PATCH', headers, body: { stock } }),
  );

  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual(WRITERS.map((_, place) => (place === 0 ? 200 : 412)));
  expect((await sample.send(path)).json['version']).toBe(2);
}

/** Twenty clients delete one version: one does it, and the others find nothing. */
export async function expectOneDelete(sample: Sample): Promise<void> {
  const { path, etag } = await sample.create();
  const answers = await race(sample, () =>
    sample.send(path, { method: 'DELETE', headers: { 'If-Match': etag } }),
  );
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual(WRITERS.map((_, place) => (place === 0 ? 204 : 404)));
}

type Write = (sample: Sample, path: string, etag: string) => Promise<Answer>;

const change: Write = (sample, path, etag) => sample.put(path, etag);
const remove: Write = (sample, path, etag) =>
  sample.send(path, { method: 'DELETE', headers: { 'If-Match': etag } });

/** Who overtakes whom between the other's check and its write, and what the other is told. */
export const OVERTAKINGS: [string, Write, Write, number][] = [
  ['a PUT overtaken by a PUT', change, change, 412],
  ['a PUT overtaken by a DELETE', change, remove, 404],
  ['a DELETE overtaken by a PUT', remove, change, 412],
  ['a DELETE overtaken by a DELETE', remove, remove, 404],
];

export async function expectRefused(
  sample: Sample,
  slower: Write,
  faster: Write,
  status: number,
): Promise<void> {
  const { path, etag } = await sample.create();
  const adapter = adapterOf(sample);
  const overtake = async () => {
    for (const each of overtaken) each.mockRestore();
    expect((await faster(sample, path, etag)).status).toBeLessThan(300);
  };
  const overtaken = [
    jest.spyOn(adapter, 'update').mockImplementationOnce(async (...given) => {
      await overtake();
      return adapter.update(...given);
    }),
    jest.spyOn(adapter, 'delete').mockImplementationOnce(async (...given) => {
      await overtake();
      return adapter.delete(...given);
    }),
  ];
  const refused = await slower(sample, path, etag);

  const now = await sample.send(path);
  expect([refused.status, refused.etag]).toEqual([status, now.etag]);
  expect(now.status).toBe(status === 404 ? 404 : 200);
}
