import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { ExpectedVersion, PreconditionFailedException, VersionConflictException } from '../../src/index.js';

const DATE = 'Wed, 01 May 2024 12:00:00 GMT';
/** What a 412 has to send as the current tag. */
const CURRENT = { status: 412, current: { weak: false, opaque: '4' } };

/** What a check throws, at once or later. */
async function refusal(check: () => unknown): Promise<unknown> {
  try {
    return await check();
  } catch (error) {
    return error;
  }
}

describe('an ExpectedVersion made by hand', () => {
  it.each([
    [{}, { unconditional: true }],
    [{ 'if-match': '"3", "4"' }, { versions: ['3', '4'] }],
    [{ 'if-match': '*' }, { any: true }],
    [{ 'if-none-match': '*' }, { createOnly: true }],
    [{ 'if-none-match': '"3"' }, {}],
    [{ 'if-unmodified-since': DATE }, { unmodifiedSince: new Date(DATE) }],
    [{ 'if-unmodified-since': DATE, 'if-match': '"3"' }, { versions: ['3'] }],
  ])('of %j has what that of a request has: %j', (headers, members) => {
    const { unconditional, any, createOnly, versions, unmodifiedSince, consumed, where } =
      ExpectedVersion.of(headers);
    expect({ unconditional, any, createOnly, versions, unmodifiedSince, consumed, where }).toStrictEqual({
      unconditional: false,
      any: false,
      createOnly: false,
      versions: [],
      unmodifiedSince: undefined,
      consumed: false,
      where: {},
      ...members,
    });
  });

  it('is evaluated against the property version of an entity', () => {
    const expected = ExpectedVersion.of({ 'if-match': '"3"' });
    expect(() => expected.assert({ version: 4 })).toThrow(PreconditionFailedException);
    expect(() => expected.assert({ version: 3 })).not.toThrow();
    expect(() => expected.assert(null)).toThrow(NotFoundException);
    expect(() => expected.assert(undefined)).toThrow(NotFoundException);
    expect(expected.consumed).toBe(true);
  });

  it('is refused with the current tag, if there is one', async () => {
    const expected = ExpectedVersion.of({ 'if-match': '"3"' });
    expect(await refusal(() => expected.assert({ version: 4 }))).toMatchObject(CURRENT);
    expect(await refusal(() => expected.refuse({ version: 4 }))).toMatchObject(CURRENT);
    for (const check of [() => expected.assert({}), () => expected.refuse({})])
      expect(await refusal(check)).toMatchObject({ status: 412, current: undefined });
  });

  it('is evaluated against another property, and against a date', () => {
    const options = { column: 'rev', lastModified: 'changed' };
    const expected = ExpectedVersion.of({ 'if-match': '"b"' }, options);
    expect(() => expected.assert({ rev: 'a', version: 'b' })).toThrow(PreconditionFailedException);
    const dated = ExpectedVersion.of({ 'if-unmodified-since': DATE }, options);
    expect(() => dated.assert({ changed: '2024-05-01T12:00:00Z' })).not.toThrow();
    expect(() => dated.assert({ changed: '2024-05-01T12:00:01Z' })).toThrow(PreconditionFailedException);
  });

  it('of a route that creates refuses what is absent with 412', () => {
    const expected = ExpectedVersion.of({ 'if-match': '"3"' }, { creates: true });
    expect(() => expected.assert(null)).toThrow(PreconditionFailedException);
  });

  it.each([null, undefined])('refuses a write to what is not there: %p', async (absent) => {
    const of = async (headers: Record<string, string>, creates: boolean) =>
      refusal(() => ExpectedVersion.of(headers, { creates }).refuse(absent));
    expect(await of({ 'if-match': '"3"' }, false)).toBeInstanceOf(NotFoundException);
    expect(await of({ 'if-match': '"3"' }, true)).toBeInstanceOf(PreconditionFailedException);
    // It may create what is absent, and has not: another writer came between.
    expect(await of({}, true)).toBeInstanceOf(NotFoundException);
  });

  it('tells a store which versions its statement may find', async () => {
    const decided = (headers: Record<string, string>) => ExpectedVersion.of(headers).decidedBy('version');
    expect(decided({ 'if-match': '"3"' })).toStrictEqual({ versions: ['3'] });
    expect(decided({ 'if-match': '"3"', 'if-unmodified-since': DATE })).toStrictEqual({ versions: ['3'] });
    for (const headers of [{}, { 'if-match': '*' }])
      expect(decided(headers)).toStrictEqual({ versions: undefined });
    // The current state has to be read first.
    for (const headers of [
      { 'if-match': '"3"', 'if-none-match': '"4"' },
      { 'if-none-match': '*' },
      { 'if-unmodified-since': DATE },
    ])
      expect(decided(headers)).toBeUndefined();
    expect(ExpectedVersion.of({ 'if-match': '"3"' }).decidedBy('rev')).toBeUndefined();
    await expect(ExpectedVersion.of({ 'if-match': '"3"' }).refuse({ version: 4 })).rejects.toThrow(
      PreconditionFailedException,
    );
    await expect(ExpectedVersion.of({}).refuse({ version: 4 })).rejects.toThrow(VersionConflictException);
  });
});
