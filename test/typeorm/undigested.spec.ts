/** Lists whose keys or versions are no text that a database could make a digest of: their pairs are read. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ObjectLiteral } from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { kinds } from './collections.entities.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';

describeDatabases('a list that is not digested', (database) => {
  const undigested = Object.entries(kinds(database)).filter(([, { digest }]) => !digest);

  describe.each(undigested)('of %s', (_, { entity, entry, rows }) => {
    let opened: OpenDatabase;
    let adapter: TypeOrmAdapter;
    let pairs: ObjectLiteral[];

    beforeAll(async () => {
      opened = await open(database, [entity]);
      adapter = new TypeOrmAdapter('default', opened.source);
      adapter.lookAfter(entry);
      pairs = [];
      for (const row of rows) {
        const { key, rev } = (await adapter.insert(entity, row)) as ObjectLiteral;
        pairs.push({ key, rev });
      }
    });
    afterAll(() => opened?.close());

    const list = (query: object, where?: object) =>
      adapter.collection(entity, { order: { key: 'ASC' }, ...query }, true, undefined, where);

    it('has a page, and the total of all pages', async () => {
      const all = (await list({}))!;
      const found = all.pairs as readonly object[];
      expect(all).toMatchObject({ count: rows.length, total: rows.length });
      expect(new Set(found)).toEqual(new Set(pairs));
      const page = await list({ skip: 1, take: 1, where: { label: 'x' } });
      expect(page).toEqual({ pairs: [found[1]], count: 1, total: rows.length });
    });

    it('has the total on a page behind the last one, and none of rows that are restricted away', async () => {
      expect(await list({ skip: 9, take: 1 })).toEqual({ pairs: [], count: 0, total: rows.length });
      expect(await list({}, { label: 'y' })).toEqual({ pairs: [], count: 0, total: 0 });
      expect(await list({}, { key: pairs[0]!['key'] })).toEqual({ pairs: [pairs[0]], count: 1, total: 1 });
    });
  });
});
