import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  OVERTAKINGS,
  expectAllToWin,
  expectOneDelete,
  expectRefused,
  expectOneWinner,
  expectOneWinnerByDate,
} from './race.js';
import { ADAPTERS, PUT_BODY, Sample } from './sample.js';

const HEADPHONES = { id: 101, name: 'Wireless Headphones', price: 120, stock: 45 };
const LAMP = { name: 'Lamp', price: 30, stock: 5 };

describe.each(ADAPTERS)('the sample on %s', (adapter) => {
  let sample: Sample;

  beforeAll(async () => {
    sample = await Sample.start({ adapter });
  });
  afterAll(() => sample.close());

  describe('GET', () => {
    it('answers the product of the first start, with its validators', async () => {
      const { status, json, etag, headers } = await sample.send('/101');
      expect(status).toBe(200);
      expect(json).toEqual({ ...HEADPHONES, version: 1, updatedAt: expect.any(String) });
      expect(etag).toBe('"1"');
      const updatedAt = new Date(json['updatedAt'] as string);
      expect(headers.get('last-modified')).toBe(updatedAt.toUTCString());
      expect(headers.get('cache-control')).toBe('no-cache, private');
    });

    it('answers HEAD with the same fields', async () => {
      const head = await sample.send('/101', { method: 'HEAD' });
      expect([head.status, head.etag, head.text]).toEqual([200, '"1"', '']);
    });

    it('answers 304 to whoever has the current version, by tag or by date', async () => {
      const { etag, headers } = await sample.send('/101');
      const byTag = await sample.send('/101', { headers: { 'If-None-Match': `"other", ${etag}` } });
      expect([byTag.status, byTag.etag, byTag.text]).toEqual([304, etag, '']);
      expect(byTag.headers.get('cache-control')).toBe('no-cache, private');
      const byDate = await sample.send('/101', {
        headers: { 'If-Modified-Since': headers.get('last-modified')! },
      });
      expect(byDate.status).toBe(304);
    });

    it.each(['/99', '/2147483647'])('answers 404 for %s', async (path) => {
      const { status, etag } = await sample.send(path, { headers: { 'If-None-Match': '"1"' } });
      expect([status, etag]).toEqual([404, null]);
    });
  });

  describe.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s of an id that is none', (method) => {
    const ids = ['x', '0', '-1', '1.5', '1e2', '0x65', '0101', '101a', '%20101', '2147483648', '99999999999'];

    it.each(ids)('answers 400 for %s, conditional or not', async (id) => {
      const body = method === 'PUT' || method === 'PATCH' ? PUT_BODY : undefined;
      const tagged = await sample.send(`/${id}`, { method, headers: { 'If-Match': '"1"' }, body });
      expect([tagged.status, tagged.etag]).toEqual([400, null]);
      const dated = await sample.send(`/${id}`, { method, headers: { 'If-None-Match': '*' }, body });
      expect(dated.status).toBe(400);
    });
  });

  describe('the collection', () => {
    it('is tagged, and answers 304 as long as no item changes', async () => {
      const { path, etag: tag } = await sample.create();
      const first = await sample.send('');
      expect(first.status).toBe(200);
      const cached = await sample.send('', { headers: { 'If-None-Match': first.etag! } });
      expect([cached.status, cached.text]).toEqual([304, '']);

      await sample.put(path, tag);
      const second = await sample.send('', { headers: { 'If-None-Match': first.etag! } });
      expect(second.status).toBe(200);
      await sample.send(path, { method: 'DELETE', headers: { 'If-Match': '*' } });
      const third = await sample.send('');
      expect(new Set([first.etag, second.etag, third.etag]).size).toBe(3);
    });

    it('lists products in the order of their ids', async () => {
      const ids = (JSON.parse((await sample.send('')).text) as { id: number }[]).map(({ id }) => id);
      expect(ids.slice(0, 3)).toEqual([101, 102, 103]);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    });
  });

  describe('POST', () => {
    it('creates a product after the ids that are there, with its address and tag', async () => {
      const created = await sample.send('', { method: 'POST', body: LAMP });
      expect(created.status).toBe(201);
      expect(created.json['id']).toBeGreaterThan(103);
      expect(created.etag).toBe('"1"');
      const location = created.headers.get('location');
      expect(location).toBe(`/api/products/${created.json['id']}`);
      const read = await sample.send(location!.replace('/api/products', ''));
      expect([read.text, read.etag]).toEqual([created.text, created.etag]);
    });

    it('keeps cents, and every character of a name', async () => {
      const body = { name: 'Läufer "⌘" 🎧', price: 0.29, stock: 0 };
      const { json } = await sample.send('', { method: 'POST', body });
      expect((await sample.send(`/${json['id']}`)).json).toMatchObject(body);
    });
  });

  describe('an invalid body', () => {
    const invalid: [string, unknown][] = [
      ['nothing', undefined],
      ['half a JSON text', '{"name":'],
      ['null', 'null'],
      ['an array', [LAMP]],
      ['a number', '5'],
      ['a missing field', { name: 'Lamp', price: 30 }],
      ['a null field', { ...LAMP, name: null }],
      ['an unknown field', { ...LAMP, colour: 'red' }],
      ['a field that is not the client’s', { ...LAMP, version: 7 }],
      ['a price as text', { ...LAMP, price: '30' }],
      ['a negative price', { ...LAMP, price: -1 }],
      ['a price with three decimals', { ...LAMP, price: 1.005 }],
      ['a price next to nothing', { ...LAMP, price: 1e-7 }],
      ['a price beyond the column', { ...LAMP, price: 1e12 }],
      ['half a piece', { ...LAMP, stock: 0.5 }],
      ['a stock beyond the column', { ...LAMP, stock: 2 ** 31 }],
      ['an empty name', { ...LAMP, name: '' }],
      ['a name PostgreSQL cannot keep', { ...LAMP, name: 'a\0b' }],
      ['a name UTF-8 cannot keep', { ...LAMP, name: '\ud800' }],
    ];

    it.each(invalid)('is 400 in a POST and a PUT: %s', async (_, body) => {
      expect((await sample.send('', { method: 'POST', body })).status).toBe(400);
      expect((await sample.put('/102', '*', body ?? '')).status).toBe(400);
      expect((await sample.send('/102')).etag).toBe('"1"');
    });

    it('is 400 in a PATCH where a field is null', async () => {
      const patch = { method: 'PATCH', headers: { 'If-Match': '*' }, body: { name: null } };
      expect((await sample.send('/102', patch)).status).toBe(400);
    });

    it('wins over a stale tag', async () => {
      expect((await sample.put('/102', '"stale"', { price: 1 })).status).toBe(400);
    });
  });

  describe('a write with the current tag', () => {
    it('changes the ETag every time, PUT and PATCH alike, and shows what GET would', async () => {
      const { path, etag: first } = await sample.create();
      const replaced = await sample.put(path, first);
      expect([replaced.status, replaced.json]).toEqual([200, expect.objectContaining(PUT_BODY)]);
      const patched = await sample.send(path, {
        method: 'PATCH',
        headers: { 'If-Match': replaced.etag! },
        body: { stock: 39 },
      });
      expect([patched.status, patched.json]).toEqual([
        200,
        expect.objectContaining({ ...PUT_BODY, stock: 39 }),
      ]);
      const same = await sample.put(path, patched.etag!, { ...PUT_BODY, stock: 39 });
      expect(same.status).toBe(200);
      expect(new Set([first, replaced.etag, patched.etag, same.etag]).size).toBe(4);

      const read = await sample.send(path);
      expect([read.text, read.etag]).toEqual([same.text, same.etag]);
    });

    it('deletes with 204 and no body', async () => {
      const { path, etag } = await sample.create();
      const deleted = await sample.send(path, { method: 'DELETE', headers: { 'If-Match': etag } });
      expect([deleted.status, deleted.text, deleted.etag]).toEqual([204, '', null]);
      expect((await sample.send(path)).status).toBe(404);
      expect((await sample.put(path, etag)).status).toBe(404);
    });
  });

  describe.each(['PUT', 'PATCH', 'DELETE'])('%s', (method) => {
    const body = method === 'DELETE' ? undefined : PUT_BODY;
    const refused: [string, Record<string, string>, number][] = [
      ['a stale tag', { 'If-Match': '"0"' }, 412],
      ['a weak tag', { 'If-Match': 'W/"1"' }, 412],
      ['If-None-Match: *', { 'If-None-Match': '*' }, 412],
      ['a date from before', { 'If-Unmodified-Since': 'Sun, 06 Nov 1994 08:49:37 GMT' }, 412],
      ['no precondition', {}, 428],
      ['a tag without its quotes', { 'If-Match': '1' }, 400],
    ];

    it.each(refused)('with %s changes nothing', async (_, headers, status) => {
      const before = await sample.send('/103');
      const answer = await sample.send('/103', { method, headers, body });
      expect(answer.status).toBe(status);
      expect(answer.etag).toBe(status === 412 ? before.etag : null);
      expect((await sample.send('/103')).text).toBe(before.text);
    });
  });

  describe('a race', () => {
    it('of twenty PUTs with one tag has one winner', () => expectOneWinner(sample));
    it('of twenty PUTs with If-Match: * loses none', () => expectAllToWin(sample));
    it('of twenty PATCHes with one date has one winner', () => expectOneWinnerByDate(sample));
    it('of twenty DELETEs with one tag has one winner', () => expectOneDelete(sample));
    it.each(OVERTAKINGS)('%s is refused', (_, slower, faster, status) =>
      expectRefused(sample, slower, faster, status),
    );
  });
});
