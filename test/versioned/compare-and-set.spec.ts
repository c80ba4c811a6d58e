import { describe, expect, it } from '@jest/globals';
import { ExpectedVersion } from '../../src/index.js';
import { compareAndSet, type Write } from '../../src/versioned/compare-and-set.js';

/** What a write is asked to find, as often as it is asked. It finds nothing. */
function recorded(): { readonly asked: unknown[]; readonly write: Write<object> } {
  const asked: unknown[] = [];
  return {
    asked,
    write: async (versions) => {
      asked.push(versions);
      return null;
    },
  };
}

const targetOf = (row: object | null) => ({ version: 'version', current: async () => row });

describe('a write where the row is what its client expects', () => {
  it.each<[string, Record<string, string>, object | null, number, unknown[]]>([
    ['one of these versions', { 'if-match': '"1", "2"' }, { version: 3 }, 412, [['1', '2']]],
    ['any version', { 'if-match': '*' }, null, 404, [undefined]],
    ['whatever there is', {}, { version: 3 }, 409, [undefined]],
    ['a version that none can be', { 'if-match': 'W/"1"' }, { version: 1 }, 412, []],
    ['what is there, and nothing is', { 'if-none-match': '"1"' }, null, 404, []],
    ['another tag, of a row without one', { 'if-none-match': '"1"' }, { version: null }, 412, []],
  ])('asks for it no more than it has to: %s', async (_, headers, row, status, statements) => {
    const { asked, write } = recorded();
    await expect(compareAndSet(ExpectedVersion.of(headers), targetOf(row), write)).rejects.toMatchObject({
      status,
    });
    expect(asked).toEqual(statements);
  });

  it('looks ten times where others write between, and then gives up', async () => {
    const { asked, write } = recorded();
    const expected = ExpectedVersion.of({ 'if-none-match': '"other"' });
    await expect(compareAndSet(expected, targetOf({ version: 1 }), write)).rejects.toMatchObject({
      status: 412,
      current: { weak: false, opaque: '1' },
    });
    expect(asked).toEqual(Array.from({ length: 10 }, () => ['1']));
  });

  it('looks once where a date is compared: both changes may have been made within its second', async () => {
    const { asked, write } = recorded();
    const headers = { 'if-unmodified-since': 'Wed, 01 May 2024 12:00:00 GMT' };
    const expected = ExpectedVersion.of(headers, { lastModified: 'at' });
    const row = { version: 1, at: new Date('2024-05-01T12:00:00Z') };
    await expect(compareAndSet(expected, targetOf(row), write)).rejects.toMatchObject({ status: 412 });
    expect(asked).toEqual([['1']]);
  });
});
