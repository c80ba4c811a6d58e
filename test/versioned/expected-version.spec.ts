import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { PreconditionFailedException } from '../../src/index.js';
import { settingsFrom } from '../../src/options/settings.js';
import { parsePreconditions } from '../../src/rfc9110/index.js';
import { FOREIGN } from '../../src/tags/variants.js';
import { VersionTagger } from '../../src/tags/version.tagger.js';
import { ExpectedVersion, type VersionRules } from '../../src/versioned/expected-version.js';

const RULES: VersionRules = {
  name: 'Things.write',
  creates: false,
  tagger: new VersionTagger({}),
  lastModified: undefined,
};

const expecting = (headers: Record<string, string>, rules: Partial<VersionRules> = {}) =>
  new ExpectedVersion('PUT', parsePreconditions(headers), { ...RULES, ...rules }, settingsFrom({}));

describe('what a client expects', () => {
  it('is no version of another namespace, whoever may have weakened the tags', () => {
    const ifMatch = { kind: 'tags', tags: [FOREIGN, { weak: true, opaque: '1' }] } as const;
    const { versions } = new ExpectedVersion('PUT', { ifMatch }, RULES, settingsFrom({ weakIfMatch: true }));
    expect(versions).toEqual(['1']);
  });

  it('is refused with the tag of what the request selects', async () => {
    const select = () => ({ weak: false, opaque: '4.selected' });
    const expected = new ExpectedVersion(
      'PUT',
      parsePreconditions({ 'if-match': '"3"' }),
      RULES,
      settingsFrom({}),
      select,
    );
    const current = select();
    await expect((async () => expected.assert({ version: 4 }))()).rejects.toMatchObject({ current });
    await expect(expected.refuse({ version: 4 })).rejects.toMatchObject({ current });
    // There is no tag to select from.
    await expect((async () => expected.assert({}))()).rejects.toMatchObject({ current: undefined });
    await expect(expected.refuse({})).rejects.toMatchObject({ current: undefined });
  });

  it.each([
    [{}, NotFoundException],
    [{ absent: 404 }, NotFoundException],
    [{ absent: 412 }, PreconditionFailedException],
    [{ creates: true }, PreconditionFailedException],
  ] as const)('is 404 or 412 where it is absent, as the route says: %j', async (rules, Exception) => {
    const expected = expecting({ 'if-match': '"3"' }, rules);
    expect(() => expected.assert(null)).toThrow(Exception);
    await expect(expected.refuse(null)).rejects.toBeInstanceOf(Exception);
  });

  it('is not guessed where only the bytes of a response would tell', () => {
    const hashed = { tagger: undefined, bodyHash: {} };
    for (const headers of [{ 'if-match': '"3"' }, { 'if-none-match': '"3"' }])
      expect(() => expecting(headers, hashed).assert({})).toThrow(
        /^Things\.write: assert\(entity\) cannot tell the tag of an entity, since @ETag\(\) makes it of the bytes sent\. Use @Versioned\(\) or @ETag\(\{ tag \}\) here\. \(.*#assert-with-a-body-hash\)$/,
      );
    for (const headers of [{}, { 'if-match': '*' }])
      expect(() => expecting(headers, hashed).assert({})).not.toThrow();
    expect(() => expecting({ 'if-none-match': '*' }, hashed).assert({})).toThrow(PreconditionFailedException);
  });
});
