import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { ExpectedVersion, PreconditionFailedException, VersionConflictException } from '../../src/index.js';

describe('an ExpectedVersion made by hand', () => {
  it.each([
    [{}, { unconditional: true, any: false, createOnly: false, versions: [] }],
    [
      { 'if-match': '"3", "4"' },
      { unconditional: false, any: false, createOnly: false, versions: ['3', '4'] },
    ],
    [{ 'if-match': '*' }, { unconditional: false, any: true, createOnly: false, versions: [] }],
    [{ 'if-none-match': '*' }, { unconditional: false, any: false, createOnly: true, versions: [] }],
  ])('of %j has what that of a request has', (headers, members) => {
    expect(ExpectedVersion.of(headers)).toMatchObject({ ...members, consumed: false });
  });

  it('is evaluated against the property version of an entity', () => {
    const expected = ExpectedVersion.of({ 'if-match': '"3"' });
    expect(() => expected.assert({ version: 4 })).toThrow(PreconditionFailedException);
    expect(() => expected.assert({ version: 3 })).not.toThrow();
    expect(() => expected.assert(null)).toThrow(NotFoundException);
    expect(expected.consumed).toBe(true);
  });

  it('is evaluated against another property, and against a date', () => {
    const options = { column: 'rev', lastModified: 'changed' };
    const expected = ExpectedVersion.of({ 'if-match': '"b"' }, options);
    expect(() => expected.assert({ rev: 'a', version: 'b' })).toThrow(PreconditionFailedException);
    const dated = ExpectedVersion.of({ 'if-unmodified-since': 'Wed, 01 May 2024 12:00:00 GMT' }, options);
    expect(() => dated.assert({ changed: '2024-05-01T12:00:00Z' })).not.toThrow();
    expect(() => dated.assert({ changed: '2024-05-01T12:00:01Z' })).toThrow(PreconditionFailedException);
  });

  it('of a route that creates refuses what is absent with 412', () => {
    const expected = ExpectedVersion.of({ 'if-match': '"3"' }, { creates: true });
    expect(() => expected.assert(null)).toThrow(PreconditionFailedException);
  });

  it('tells a store which versions its statement may find', async () => {
    expect(ExpectedVersion.of({ 'if-match': '"3"' }).decidedBy('version')).toEqual({ versions: ['3'] });
    await expect(ExpectedVersion.of({ 'if-match': '"3"' }).refuse({ version: 4 })).rejects.toThrow(
      PreconditionFailedException,
    );
    await expect(ExpectedVersion.of({}).refuse({ version: 4 })).rejects.toThrow(VersionConflictException);
  });
});
