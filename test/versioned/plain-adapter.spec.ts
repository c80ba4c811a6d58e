import type { Type } from '@nestjs/common';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ExpectedVersion, VersionedRepository, type EntityAdapter } from '../../src/index.js';

class Row {
  id!: string;
  version!: number;
  text!: string;
}

/** An adapter with no more than every one has. */
class MapAdapter implements EntityAdapter<never> {
  readonly source = 'default';
  readonly rows = new Map<string, Row>();

  describe() {
    return { version: 'version', key: ['id'], lastModified: undefined };
  }

  keyFrom(_: Type, { id }: Record<string, string>) {
    return { id };
  }

  async find(_: Type, { id }: { readonly id?: unknown }) {
    return this.rows.get(id as string) ?? null;
  }

  async update(_: Type, { id }: { readonly id?: unknown }, changes: object, versions?: readonly string[]) {
    const row = this.rows.get(id as string);
    if (!row || !(versions?.includes(String(row.version)) ?? true)) return null;
    this.rows.set(row.id, { ...row, ...changes, version: row.version + 1 });
    return this.rows.get(row.id)!;
  }

  async delete() {
    return false;
  }

  async insert() {
    return null;
  }

  conflictOf(): undefined {}
}

describe('a VersionedRepository on an adapter with no more than every one has', () => {
  let adapter: MapAdapter;
  let rows: VersionedRepository<Row>;
  const at = (tag: string) => ExpectedVersion.of({ 'if-match': tag });

  beforeEach(() => {
    adapter = new MapAdapter();
    adapter.rows.set('a', { id: 'a', version: 1, text: 'first' });
    rows = new VersionedRepository<Row>(Row, adapter, adapter.describe());
  });

  it('saves an entity by its properties, at the version that was loaded', async () => {
    const loaded = { ...adapter.rows.get('a')! };
    const saved = await rows.save({ ...loaded, text: 'second' }, at('"1"'));
    expect(saved).toEqual({ id: 'a', version: 2, text: 'second' });
    await expect(rows.save({ ...loaded, text: 'third' }, at('"1"'))).rejects.toMatchObject({ status: 412 });
    await expect(rows.save({ ...loaded, text: 'third' }, at('*'))).rejects.toMatchObject({ status: 412 });
    expect(adapter.rows.get('a')).toEqual(saved);
  });

  it('takes what is read of another writer between for no reason to give up', async () => {
    const update = adapter.update.bind(adapter);
    let others = 2;
    adapter.update = (...given) => {
      const row = adapter.rows.get('a')!;
      if ((others -= 1) >= 0) row.version += 1;
      return update(...given);
    };
    const unlessThere = ExpectedVersion.of({ 'if-match': '*', 'if-none-match': '"7"' });
    expect(await rows.update({ id: 'a' }, { text: 'b' }, unlessThere)).toMatchObject({
      text: 'b',
      version: 4,
    });
  });

  it('refuses a key that says more than it would look at', async () => {
    const message =
      /^The adapter of Row finds rows by \{ id \} alone, and not by "text"\. \(.*#key-members\)$/;
    await expect(rows.update({ id: 'a', text: 'first' }, {}, at('*'))).rejects.toThrow(message);
    await expect(rows.delete({ id: 'a', text: 'first' }, at('*'))).rejects.toThrow(message);
  });

  it('names the members of a key that would leave open which row is meant', async () => {
    const description = { ...adapter.describe(), key: ['id', 'text'] };
    const lines = new VersionedRepository<Row>(Row, adapter, description);
    await expect(lines.update({ id: 'a' }, {}, at('*'))).rejects.toThrow(
      /^The key of Row is \{ id, text \}, and "text" is missing\. \(.*#key-members\)$/,
    );
    await expect(lines.update({ id: 'a', text: 'b', version: 1 }, {}, at('*'))).rejects.toThrow(
      'The adapter of Row finds rows by { id, text } alone, and not by "version".',
    );
  });

  it('says that rows cannot be marked as deleted', async () => {
    await expect(rows.softDelete({ id: 'a' }, at('*'))).rejects.toThrow(
      /^The adapter of Row cannot mark it as deleted\. \(.*#adapter-cannot\)$/,
    );
    await expect(rows.restore({ id: 'a' }, at('*'))).rejects.toThrow('The adapter of Row cannot restore it.');
  });
});
