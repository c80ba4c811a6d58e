/** docs/options.md has every option, with the default that it has. */
import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { rowsIn } from '../../bench/report/markdown-table.js';
import { SETTINGS, settingsFrom } from '../../src/options/settings.js';
import { withClass, withFactory } from './options/options.js';
import { textOf } from './pages.js';

const page = textOf('docs/options.md');
const rows = rowsIn(page);
const FILES = ['etag-module-options', 'etag-options', 'remember-options', 'write-options'];
/** These have a table of their own in docs/remembered-tags.md. */
const ELSEWHERE = new Set(['max', 'ttl', 'timeout', 'forgetTimeout', 'recoveryDelay', 'user']);

const members = FILES.flatMap((file) =>
  [...textOf(`src/options/${file}.interface.ts`).matchAll(/^ {2}readonly (\w+)\??:/gm)].map(
    ([, name]) => name!,
  ),
);

it('names every option', () => {
  expect(members.length).toBeGreaterThan(25);
  const missing = members.filter((name) => !page.includes(`\`${name}\``) && !ELSEWHERE.has(name));
  expect(missing).toEqual([]);
});

describe('the default of', () => {
  const defaults = Object.entries(settingsFrom({})).filter(([name]) => name !== 'onUnguardedWrite');

  it.each(defaults)('%s', (name, value) => {
    const [, shown] = rows.find(([option]) => option === `\`${name}\``) ?? [];
    expect(shown).toBe(`\`${typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}\``);
  });
});

describe('forRootAsync()', () => {
  it.each([
    ['a factory', withFactory, { namespace: 'release 7' }],
    ['a class', withClass, { preconditions: 'required', errors: 'problem' }],
  ])('takes %s', async (_, imported, expected) => {
    const testing = await Test.createTestingModule({ imports: [imported()] }).compile();
    expect(testing.get(SETTINGS, { strict: false })).toMatchObject(expected);
  });
});
