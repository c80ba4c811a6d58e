import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { PreconditionFailedException, VersionConflictException } from 'nestjs-etag';
import {
  absentVersion,
  anyVersion,
  expectedVersion,
  InMemoryRepository,
  unconditional,
  type VersionValue,
} from 'nestjs-etag/testing';

class Note {
  id!: number;
  tenant?: string;
  text!: string;
  version!: number;
}

describe('a version that a client expects', () => {
  it.each<[VersionValue, string]>([
    ['3', '3'],
    [3, '3'],
    [3n, '3'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a "b"', 'a%20%22b%22'],
    [new Uint8Array([1, 255]), '01ff'],
  ])('%p is %s', (version, text) => {
    expect(expectedVersion(version).versions).toEqual([text]);
  });

  it('may be one of several, any, none, or not said', () => {
    expect(expectedVersion(1, 2).versions).toEqual(['1', '2']);
    expect(anyVersion().any).toBe(true);
    expect(absentVersion().createOnly).toBe(true);
    expect(unconditional().unconditional).toBe(true);
  });

  it('is no NaN', () => {
    expect(() => expectedVersion(Number.NaN)).toThrow('NaN is no version.');
  });
});

describe('InMemoryRepository', () => {
  const notes = () => new InMemoryRepository(Note, [{ id: 1, text: 'Milk', tenant: 'a', version: 3 }]);

  it('writes what has the version that is expected', async () => {
    const repository = notes();
    const written = await repository.update({ id: 1 }, { text: 'Bread' }, expectedVersion(2, 3));
    expect(written).toEqual({ id: 1, text: 'Bread', tenant: 'a', version: 4 });
    expect(written).toBeInstanceOf(Note);
    await repository.delete({ id: 1 }, anyVersion());
    expect(repository.entities).toEqual([]);
  });

  it('refuses what the client has not seen, and leaves it as it was', async () => {
    const repository = notes();
    const before = repository.entities;
    await expect(repository.update({ id: 1 }, { text: 'x' }, expectedVersion(2))).rejects.toThrow(
      PreconditionFailedException,
    );
    await expect(repository.delete({ id: 1 }, expectedVersion(2))).rejects.toThrow(
      PreconditionFailedException,
    );
    await expect(repository.update({ id: 2 }, { text: 'x' }, expectedVersion(2))).rejects.toThrow(
      NotFoundException,
    );
    await expect(repository.insert({ id: 1 }, absentVersion())).rejects.toThrow(PreconditionFailedException);
    await expect(repository.insert({ id: 1 })).rejects.toThrow(VersionConflictException);
    expect(repository.entities).toEqual(before);
  });

  it('writes neither key nor version of a body, and in no other tenant', async () => {
    const repository = notes();
    const body = { id: 9, version: 9, text: 'x' };
    expect(await repository.update({ id: 1 }, body, unconditional())).toMatchObject({ id: 1, version: 4 });
    const elsewhere = repository.update({ id: 1, tenant: 'b' }, { text: 'y' }, unconditional());
    await expect(elsewhere).rejects.toThrow(NotFoundException);
  });

  it('gives copies, as a database does', async () => {
    const repository = notes();
    repository.entities[0]!.text = 'changed';
    expect(repository.entities[0]!.text).toBe('Milk');
  });

  it('saves an entity that was loaded, once', async () => {
    const repository = notes();
    const loaded = repository.entities[0]!;
    const twin = repository.entities[0]!;
    loaded.text = 'Bread';
    await repository.save(loaded, unconditional());
    await expect(repository.save(twin, unconditional())).rejects.toThrow(VersionConflictException);
  });

  it('has one winner of a race', async () => {
    const repository = notes();
    const writes = Array.from({ length: 10 }, (_, n) =>
      repository.update({ id: 1 }, { text: String(n) }, expectedVersion(3)),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each<[unknown]>([[7n], [new Date(2_000_000_000_000)], ['v1']])(
    'gives %p another version each time',
    async (first) => {
      class Versioned {
        code!: string;
        at!: unknown;
      }
      const repository = new InMemoryRepository(Versioned, [{ code: 'a', at: first }], {
        key: ['code'],
        version: 'at',
      });
      const versions = [first];
      for (let n = 0; n < 3; n++)
        versions.push((await repository.update({ code: 'a' }, {}, unconditional())).at);
      expect(
        new Set(versions.map((version) => (version instanceof Date ? version.getTime() : version))).size,
      ).toBe(4);
      expect(new Set(versions.map((version) => typeof version)).size).toBe(1);
    },
  );
});
