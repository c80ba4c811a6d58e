import { expect, jest } from '@jest/globals';
import { ProductsService } from '../../sample-app/products/products.service.js';
import { PUT_BODY, type Answer, type Sample } from './sample.js';

const WRITERS = Array.from({ length: 20 }, (_, stock) => stock);

/**
 * Starts twenty writes, and holds each after it has read the product (and found its precondition to hold) until
 * all have: from there on only the database keeps them apart.
 */
async function race(sample: Sample, write: (stock: number) => Promise<Answer>): Promise<Answer[]> {
  const products = sample.app.get(ProductsService);
  const find = products.find.bind(products);
  let readers = 0;
  let release = (): void => {};
  const allHaveRead = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = jest.spyOn(products, 'find').mockImplementation(async (id) => {
    const product = await find(id);
    readers += 1;
    if (readers === WRITERS.length) release();
    await allHaveRead;
    return product;
  });
  try {
    return await Promise.all(WRITERS.map(write));
  } finally {
    held.mockRestore();
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

/** Who overtakes whom between the other's SELECT and its write, and what the other is told. */
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
  const products = sample.app.get(ProductsService);
  const find = products.find.bind(products);
  const overtaken = jest.spyOn(products, 'find').mockImplementationOnce(async (id) => {
    const product = await find(id);
    expect((await faster(sample, path, etag)).status).toBeLessThan(300);
    return product;
  });
  const refused = await slower(sample, path, etag);
  overtaken.mockRestore();

  const now = await sample.send(path);
  expect([refused.status, refused.etag]).toEqual([status, now.etag]);
  expect(now.status).toBe(status === 404 ? 404 : 200);
}
