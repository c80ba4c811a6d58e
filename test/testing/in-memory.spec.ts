/** What `@Versioned(Entity)` asks of a repository in memory, as of any adapter. */
import { describe, expect, it } from '@jest/globals';
import { InMemoryAdapter } from 'nestjs-etag/testing';

class Note {
  tenant!: string;
  id!: number;
  text!: string;
  revision!: number;
}

const DESCRIPTION = { version: 'revision', key: ['tenant', 'id'], lastModified: undefined };

describe('InMemoryAdapter', () => {
  async function withOne(): Promise<InMemoryAdapter<Note>> {
    const adapter = new InMemoryAdapter(Note, DESCRIPTION);
    await adapter.insert(Note, { tenant: 'a', id: 1, text: 'Milk', revision: 3 });
    return adapter;
  }

  it('describes its own class, and no other', async () => {
    const adapter = await withOne();
    expect(adapter.describe(Note)).toBe(DESCRIPTION);
    expect(adapter.describe(class Other {})).toBeUndefined();
  });

  it('makes a key of the parameters that are part of it, and finds by it', async () => {
    const adapter = await withOne();
    const key = adapter.keyFrom(Note, { id: '1', tenant: 'a', page: '2' });
    expect(key).toEqual({ tenant: 'a', id: '1' });
    expect(await adapter.find(Note, key)).toEqual({ tenant: 'a', id: 1, text: 'Milk', revision: 3 });
    expect(await adapter.find(Note, adapter.keyFrom(Note, { id: '1', tenant: 'b' }))).toBeNull();
  });

  it.each([
    ['the version', { revision: 3 }, 3],
    ['no version', {}, 1],
    ['a version that has no value', Object.assign(new Note(), { revision: undefined }), 1],
  ])('inserts what has %s', async (_, values, revision) => {
    const adapter = new InMemoryAdapter(Note, DESCRIPTION);
    expect(await adapter.insert(Note, { ...values, tenant: 'a', id: 1 })).toMatchObject({ revision });
  });

  it('changes one of several, and leaves the others as they are', async () => {
    const adapter = await withOne();
    await adapter.insert(Note, { tenant: 'b', id: 1, text: 'Milk', revision: 3 });
    await adapter.update(Note, { tenant: 'b', id: 1 }, { text: 'Bread' }, ['3']);
    expect(adapter.entities.map(({ text, revision }) => [text, revision])).toEqual([
      ['Milk', 3],
      ['Bread', 4],
    ]);
  });

  it('reports no conflict, since nothing else writes', async () => {
    expect((await withOne()).conflictOf()).toBeUndefined();
  });

  it('writes nothing where the version is another one', async () => {
    const adapter = await withOne();
    const key = { tenant: 'a', id: 1 };
    expect(await adapter.update(Note, key, { text: 'x' }, ['2'])).toBeNull();
    expect(await adapter.delete(Note, key, ['2'])).toBe(false);
    expect(adapter.entities).toEqual([{ tenant: 'a', id: 1, text: 'Milk', revision: 3 }]);
    expect(await adapter.delete(Note, key, ['2', '3'])).toBe(true);
    expect(adapter.entities).toEqual([]);
  });
});
