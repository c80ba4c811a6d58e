/** Every link between the pages leads to a file that is there, and to a heading that the file has. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PAGES, textOf } from './pages.js';

const LINK = /\]\(([^)\s]+)\)/g;
const isElsewhere = (target: string) => /^[a-z]+:/.test(target);

const linking = [...PAGES, 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

/** What is not shown as it stands: a bracket in code is no link, and a `#` there no heading. */
const proseOf = (page: string) => textOf(page).replaceAll(/^```[\s\S]*?^```$/gm, '');

/** As GitHub and npm make them: punctuation goes, spaces become hyphens, and what is there twice is counted. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

describe.each(linking)('the links of %s', (page) => {
  const prose = proseOf(page).replaceAll(/`[^`\n]*`/g, '`');
  const targets = [...prose.matchAll(LINK)].map(([, target]) => target!).filter((to) => !isElsewhere(to));
  const parts = targets.map((target) => target.split('#') as [string, string?]);
  const pathOf = (file: string) => (file ? join(dirname(page), file) : page);

  it('lead to files', () => {
    expect(parts.filter(([file]) => !existsSync(pathOf(file)))).toEqual([]);
    expect(parts.filter(([file]) => statSync(pathOf(file)).isDirectory())).toEqual([]);
  });

  it('lead to headings', () => {
    const anchored = parts.filter(([, anchor]) => anchor !== undefined);
    expect(anchored.filter(([file, anchor]) => !anchorsOf(pathOf(file)).includes(anchor!))).toEqual([]);
  });
});

it('README stays short: everything else has a page', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(251);
});

it('docs/README.md names every page', () => {
  const links = textOf('docs/README.md').matchAll(/\]\(([\w-]+\.md)\)/g);
  const named = new Set([...links].map(([, name]) => name));
  const pages = PAGES.filter((page) => page.startsWith('docs/')).map((page) => basename(page));
  expect(pages.filter((name) => name !== 'README.md' && !named.has(name))).toEqual([]);
});

it('every command that is named is a script of package.json', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = linking.flatMap((page) =>
    [...textOf(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script!),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});
